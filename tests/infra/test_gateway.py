"""The HTTP API."""

import json
import re

import pytest

from backend.contracts.operation import Caller, Operation
from backend.contracts.registry import OPERATIONS
from infra.sizing import RATE, THROTTLES
from tests.infra.template import Template, target

ROUTE, STAGE = "AWS::ApiGatewayV2::Route", "AWS::ApiGatewayV2::Stage"
ANY = "ANY /{proxy+}"  # the sandbox provider's only route: it is another company's API


def _routes(template: Template) -> list[dict[str, object]]:
    """The shop's own."""
    return [route for route in template.all(ROUTE).values() if route["RouteKey"] != ANY]


def _route(template: Template, operation: Operation) -> dict[str, object]:
    (found,) = [route for route in template.all(ROUTE).values() if route["RouteKey"] == operation.route]
    return found


def test_there_is_a_route_for_every_operation_and_no_other(template: Template) -> None:
    assert sorted(str(route["RouteKey"]) for route in _routes(template)) == sorted(
        operation.route for operation in OPERATIONS
    )


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.scope], ids=lambda each: each.name)
def test_an_operation_with_a_scope_asks_for_a_token_that_has_it(template: Template, operation: Operation) -> None:
    route = _route(template, operation)
    assert (route["AuthorizationType"], route["AuthorizationScopes"]) == ("JWT", [operation.scope])
    assert target(route["AuthorizerId"]) in template.all("AWS::ApiGatewayV2::Authorizer")


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if not each.scope], ids=lambda each: each.name)
def test_an_operation_without_a_scope_asks_for_no_token(template: Template, operation: Operation) -> None:
    route = _route(template, operation)
    assert route["AuthorizationType"] == "NONE"
    assert "AuthorizerId" not in route


def test_only_looking_what_is_a_guests_and_the_card_page_need_no_token(template: Template) -> None:
    public = sorted(str(route["RouteKey"]) for route in _routes(template) if route["AuthorizationType"] == "NONE")
    assert public == [
        "DELETE /alert-links/{kind}/{sku}/{alert_key}",  # whoever has the key has the mail
        "DELETE /guest-reviews/{order_key}/{product_id}",
        "DELETE /guests/{guest_id}/basket",
        "DELETE /guests/{guest_id}/basket/codes/{code}",
        "DELETE /guests/{guest_id}/basket/lines/{sku}",
        "DELETE /guests/{guest_id}/wishes/{product_id}",
        "DELETE /newsletter-links/{subscription_key}",  # whoever has the key has the mail
        "DELETE /reviews/{review_id}/votes/{visitor}",
        "GET /alert-links/{kind}/{sku}/{alert_key}",
        "GET /categories",
        "GET /delivery-zones",
        "GET /guest-invoices/{order_key}/{order_id}",
        "GET /guest-invoices/{order_key}/{order_id}/{number}",
        "GET /guest-orders/{order_key}/{order_id}",
        "GET /guest-reviews/{order_key}",
        "GET /guest-reviews/{order_key}/{product_id}/pictures/{picture_id}",  # of a review that the key writes
        "GET /guests/{guest_id}/basket",
        "GET /guests/{guest_id}/wished",
        "GET /guests/{guest_id}/wishes",
        "GET /newsletter-links/{subscription_key}",
        "GET /payments/card-pages/{session}",  # whoever knows the session was there
        "GET /products",
        "GET /products/{product_id}",
        "GET /products/{product_id}/bought-together",
        "GET /products/{product_id}/reviews",
        "GET /recommendations",
        "GET /search",
        "GET /search/suggestions",
        "GET /shared-wishes/{share_key}",
        "GET /sitemap",
        "GET /stock",
        "POST /alert-links/{kind}/{sku}/{alert_key}",
        "POST /alert-requests",  # limited by the address
        "POST /guest-orders/search",  # by number and address, both whole
        "POST /guest-orders/{order_key}/{order_id}/cancellation",
        "POST /guest-orders/{order_key}/{order_id}/payment",
        "POST /guest-orders/{order_key}/{order_id}/return",
        "POST /guest-reviews/{order_key}/{product_id}/pictures",
        "POST /guest-reviews/{order_key}/{product_id}/pictures/{picture_id}/check",
        "POST /guests/{guest_id}/checkout",
        "POST /messages",  # anybody may write; how often is limited by the reply address
        "POST /newsletter-links/{subscription_key}",
        "POST /newsletter-requests",  # limited by the address
        "POST /payments/card-pages",  # leads back to the storefront alone
        "POST /payments/webhook",  # signed by the provider
        "POST /voucher-balance",  # for whoever has the code
        "PUT /guest-reviews/{order_key}/{product_id}",
        "PUT /guests/{guest_id}/basket/codes/{code}",
        "PUT /guests/{guest_id}/basket/lines/{sku}",
        "PUT /guests/{guest_id}/wishes/{product_id}",
        "PUT /reviews/{review_id}/reports/{visitor}",
        "PUT /reviews/{review_id}/votes/{visitor}",
    ]


def test_every_route_leads_to_the_handler_of_its_service(template: Template) -> None:
    integrations = template.all("AWS::ApiGatewayV2::Integration")
    for operation in OPERATIONS:
        joined = _route(template, operation)["Target"]["Fn::Join"][1]  # type: ignore[index]
        door = target(integrations[target(joined[1])]["IntegrationUri"])
        assert door.startswith(f"{operation.service.title()}HandlerFunction")


def test_the_authorizer_knows_this_pool_and_its_two_clients_only(template: Template) -> None:
    authorizer = template.one("AWS::ApiGatewayV2::Authorizer")
    (pool,) = template.all("AWS::Cognito::UserPool")
    jwt = authorizer["JwtConfiguration"]
    assert sorted(target(each) for each in jwt["Audience"]) == sorted(template.all("AWS::Cognito::UserPoolClient"))
    assert jwt["Issuer"]["Fn::Join"][1][-1] == {"Ref": pool}
    assert authorizer["IdentitySource"] == ["$request.header.Authorization"]


def test_requests_are_throttled(template: Template) -> None:
    settings = template.starting(STAGE, "Gateway")["DefaultRouteSettings"]
    assert (settings["ThrottlingRateLimit"], settings["ThrottlingBurstLimit"]) == (1_000, 2_000)


def test_what_costs_most_and_what_anybody_may_call_has_a_bucket_of_its_own(template: Template) -> None:
    stage = template.starting(STAGE, "Gateway")
    by_route = {operation.route: operation.name for operation in OPERATIONS}
    settings = {by_route[route]: each for route, each in stage["RouteSettings"].items()}
    limits = {name: (each["ThrottlingRateLimit"], each["ThrottlingBurstLimit"]) for name, each in settings.items()}
    assert limits == THROTTLES
    guests = {operation.name for operation in OPERATIONS if operation.caller is Caller.GUEST}
    payments = {"payment_webhook", "open_card_page", "get_entered_card"}
    others = {
        *("list_recommendations", "list_reviews", "search", "suggest", "check_out", "send_message", "find_guest_order"),
        *(
            "request_alert",
            "request_subscription",
            "check_voucher",
            "record_account_email",
            "report_second_factor_removal",
            "start_review_picture",
            "check_review_picture",
        ),
    }
    assert guests | others | payments == limits.keys()
    assert all(rate < RATE / 2 for rate, _ in limits.values())


def test_a_stage_waits_for_the_routes_that_it_sets_limits_for(template: Template) -> None:
    """API Gateway refuses settings of routes that it has not."""
    stage = template.starting(STAGE, "Gateway")
    earlier = template.deployed_before("Entry")
    routes = {
        each["Properties"]["RouteKey"]
        for word in earlier
        for each in template.stack(word)["Resources"].values()
        if each["Type"] == ROUTE
    }
    assert stage["RouteSettings"].keys() <= routes


def test_access_logs_need_no_room_in_the_accounts_resource_policy(template: Template) -> None:
    names = [
        each["LogGroupName"]["Fn::Join"][1]
        for id, each in template.all("AWS::Logs::LogGroup").items()
        if "AccessLog" in id
    ]
    assert sorted(name[-1] for name in names) == ["/api", "/sandbox"]
    assert {name[0] for name in names} == {"/aws/vendedlogs/"}


def test_the_access_log_holds_no_path_token_or_address(template: Template) -> None:
    formats = [stage["AccessLogSettings"]["Format"] for stage in template.all(STAGE).values()]
    assert len(set(formats)) == 1
    # Numbers stand without quotation marks, so that filters can compare them.
    assert json.loads(re.sub(r":(\$[\w.]+)", r':"\1"', formats[0])) == {
        "route": "$context.routeKey",
        "status": "$context.status",
        "ms": "$context.responseLatency",
        "id": "$context.requestId",
        "error": "$context.integrationErrorMessage",
        "denied": "$context.authorizer.error",
    }
    assert any(id.startswith("GatewayAccessLog") for id in template.all("AWS::Logs::LogGroup"))


def test_no_other_site_may_call_it_from_a_browser(template: Template) -> None:
    assert all("CorsConfiguration" not in api for api in template.all("AWS::ApiGatewayV2::Api").values())


def test_only_this_api_may_call_the_handlers(template: Template) -> None:
    (api,) = [id for id in template.all("AWS::ApiGatewayV2::Api") if id.startswith("Gateway")]
    permissions = [each for each in template.all("AWS::Lambda::Permission").values() if "Fn::Join" in each["SourceArn"]]
    ours = [each for each in permissions if {"Ref": api} in each["SourceArn"]["Fn::Join"][1]]
    doors = {operation.service for operation in OPERATIONS}
    assert sorted(target(each["FunctionName"]).partition("Handler")[0].lower() for each in ours) == sorted(doors)
    assert [target(each["FunctionName"]).partition("Handler")[0] for each in permissions if each not in ours] == [
        "Sandbox"
    ]
