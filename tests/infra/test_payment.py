"""Who takes the payments: the sandbox, or Stripe by the stage's file."""

from tests.infra.template import Template, target

FUNCTION = "AWS::Lambda::Function"


def environments(template: Template) -> dict[str, dict[str, object]]:
    """What the payment service's functions that ask the provider are told, by logical id."""
    functions = template.all(FUNCTION)
    told = {id: each.get("Environment", {}).get("Variables", {}) for id, each in functions.items()}
    return {id: each for id, each in told.items() if "PROVIDER_KEY" in each and id.startswith("Payment")}


def test_nothing_of_the_sandbox_is_deployed_beside_stripe(selling: Template) -> None:
    assert not [id for id in selling.resources if id.startswith(("Sandbox", "SecretsProviderKey"))]


def test_nothing_of_stripes_is_deployed_where_the_sandbox_takes_payments(hosted_template: Template) -> None:
    assert not [id for id in hosted_template.resources if "Stripe" in id]


def test_the_functions_ask_stripe_at_its_own_address_with_its_own_key(selling: Template) -> None:
    told = environments(selling)
    assert len(told) == 3
    for each in told.values():
        assert each["PROVIDER"] == "stripe"
        assert "PROVIDER_URL" not in each
        assert each["LIVE_KEYS"] == "1"
        assert target(each["PROVIDER_KEY"]).startswith("SecretsStripeKey")
    (signed,) = [each for each in told.values() if "WEBHOOK_SECRET" in each]
    assert signed["WEBHOOK_SECRET"] == signed["PROVIDER_KEY"]


def test_what_was_put_into_the_secret_outlives_the_stack_and_an_upgrade_from_the_first_release_that_had_it(
    selling: Template,
) -> None:
    kept = {id: each["DeletionPolicy"] for id, each in selling.resources.items() if id.startswith("SecretsStripe")}
    assert kept == {"SecretsStripeKey6BF82D42": "Retain"}  # of another id it would be a new secret, and hold nothing
    assert "Name" not in selling.resources["SecretsStripeKey6BF82D42"]["Properties"]  # a name that changes replaces it


def test_the_outputs_say_what_to_register_and_what_to_fill(selling: Template) -> None:
    outputs = selling.json["Outputs"]
    assert outputs["PaymentProvider"]["Value"] == "stripe"
    assert outputs["PaymentPages"]["Value"] == "https://*.stripe.com"
    assert outputs["PaymentWebhookUrl"]["Value"]["Fn::Join"][1][-1] == "/payments/webhook"
    assert target(outputs["PaymentKeySecret"]["Value"]).startswith("SecretsStripeKey")
    assert "ProviderUrl" not in outputs


def test_the_sandbox_is_asked_at_its_own_address(template: Template) -> None:
    told = environments(template)
    assert {each["PROVIDER"] for each in told.values()} == {"sandbox"}
    assert all("PROVIDER_URL" in each for each in told.values())
    assert template.json["Outputs"]["PaymentProvider"]["Value"] == "sandbox"
