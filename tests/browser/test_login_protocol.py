"""The login against Cognito's own hosted pages, as the local cloud has them: what it refuses, and what becomes of a
session it ends."""

import base64
import hmac
import os
import re
import time
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests

from infra.local.accounts import Account
from storefront.web.session_table import Item
from tests.browser.conftest import Storefront, before
from tests.browser.steps import mailed_code
from tests.storefront.account import totp

SECONDS = 30


class Visitor:
    """A browser without scripts or pictures: it keeps cookies, fills in forms and goes where it is sent, one step at a
    time."""

    def __init__(self, shop: Storefront) -> None:
        self.shop, self.web = shop, requests.Session()

    def get(self, address: str) -> requests.Response:
        url = address if address.startswith("http") else self.shop.url + address
        return self.web.get(url, allow_redirects=False, timeout=SECONDS)

    def send(self, address: str, form: dict[str, str], on: str) -> requests.Response:
        """Sends a form that stands on the page `on`."""
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(on).text)[0]
        return self.web.post(
            self.shop.url + address, {"csrfmiddlewaretoken": token, **form}, allow_redirects=False, timeout=SECONDS
        )

    def begin(self, next: str = "/account/") -> str:
        """The hosted login's address."""
        return self.send("/account/sign-in", {"next": next}, "/account/sign-in").headers["Location"]

    def log_in(self, authorize: str, account: Account) -> requests.Response:
        """The hosted login's answer to the filled-in form."""
        page = self.web.get(authorize, timeout=SECONDS)
        fields = {
            name: unescape(value)
            for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        }
        form = {**fields, "username": account.email, "password": account.password}
        parts = urlsplit(authorize)
        return self.web.post(
            f"{parts.scheme}://{parts.netloc}/login", data=form, allow_redirects=False, timeout=SECONDS
        )

    def sign_in(self, account: Account) -> "Visitor":
        assert self.get(self.log_in(self.begin(), account).headers["Location"]).headers["Location"] == "/account/"
        return self

    @property
    def signed_in(self) -> bool:
        return self.get("/account/").status_code == 200


@pytest.fixture
def visitor(storefront: Storefront) -> Visitor:
    return Visitor(storefront)


@pytest.fixture
def account(storefront: Storefront) -> Account:
    return storefront.cloud.new_account()


def change_query(url: str, **changes: str | None) -> str:
    base, _, query = url.partition("?")
    return f"{base}?{urlencode({name: value for name, value in (dict(parse_qsl(query)) | changes).items() if value is not None})}"


# How a question may be falsified on its way to Cognito. It refuses at once, or the answer is worth nothing to whoever
# gets it.
QUESTIONS: dict[str, dict[str, str | None]] = {
    "a redirect to another host": {"redirect_uri": "https://evil.example/account/callback"},
    "a redirect to another path": {"redirect_uri": "http://localhost:8000/"},
    "a redirect with a slash more": {"redirect_uri": "http://localhost:8000/account/callback/"},
    "a redirect with a query": {"redirect_uri": "http://localhost:8000/account/callback?next=//evil.example"},
    "no redirect": {"redirect_uri": None},
    "another client": {"client_id": "another"},
    "no client": {"client_id": None},
    "tokens instead of a code": {"response_type": "token"},
    "a scope that is not there": {"scope": "openid shop/owner"},
    "plain PKCE": {"code_challenge_method": "plain"},
    "PKCE without a method": {"code_challenge_method": None},
    "another challenge": {"code_challenge": "A" * 43},
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "another state": {"state": "another"},
    "no state": {"state": None},
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_falsified_question_signs_nobody_in(visitor: Visitor, account: Account, name: str) -> None:
    answer = visitor.log_in(change_query(visitor.begin(), **QUESTIONS[name]), account)
    location = answer.headers.get("Location", "")
    assert answer.status_code < 500
    assert not location or location.startswith(visitor.shop.url)
    if "code=" in location:
        assert visitor.get(location).status_code == 400
    assert not visitor.signed_in


def test_a_code_is_good_for_one_sign_in(visitor: Visitor, account: Account) -> None:
    location = visitor.log_in(visitor.begin(), account).headers["Location"]
    assert visitor.get(location).status_code == 302
    again = Visitor(visitor.shop)
    state = dict(parse_qsl(urlsplit(again.begin()).query))["state"]
    assert again.get(change_query(location, state=state)).status_code == 400
    assert not again.signed_in


def test_a_wrong_password_stays_on_the_hosted_page(visitor: Visitor, account: Account) -> None:
    answer = visitor.log_in(visitor.begin(), Account(account.role, account.email, "Wrong-paper-and-ink-9"))
    assert answer.status_code == 200
    assert "Incorrect username or password." in answer.text
    assert not visitor.signed_in


def expire(visitor: Visitor) -> None:
    """Lets the access token of the visitor's session end now, so that the next page refreshes it."""
    sessions, table = visitor.shop.cloud.client("dynamodb"), visitor.shop.cloud.outputs["SessionTable"]
    email = re.findall(r"Signed in as (\S+@\S+?)(?:, who|\.<)", visitor.get("/account/").text)[0]
    mine = [item for item in sessions.scan(TableName=table)["Items"] if email in str(item) and "access" in item]
    past = {":past": {"N": str(int(time.time()) - 10)}}
    for item in mine:
        sessions.update_item(
            TableName=table,
            Key={"pk": item["pk"]},
            UpdateExpression="SET access_expires = :past",
            ExpressionAttributeValues=past,
        )
    assert mine


def test_an_ended_access_token_is_refreshed_unseen(visitor: Visitor, account: Account) -> None:
    visitor.sign_in(account)
    expire(visitor)
    assert visitor.get("/orders/").status_code == 200
    assert visitor.signed_in


def test_staff_whose_access_token_was_refreshed_are_still_staff(visitor: Visitor) -> None:
    visitor.sign_in(visitor.shop.cloud.new_account("staff"))
    expire(visitor)
    assert visitor.get("/staff/orders/").status_code == 200


def test_former_staff_leave_the_back_office_at_the_next_refresh(visitor: Visitor) -> None:
    account, cloud = visitor.shop.cloud.new_account("staff"), visitor.shop.cloud
    visitor.sign_in(account)
    assert visitor.get("/staff/catalogue/").status_code == 200
    gone = {"UserPoolId": cloud.outputs["UserPoolId"], "Username": account.email, "GroupName": "staff"}
    cloud.client("cognito-idp").admin_remove_user_from_group(**gone)
    expire(visitor)
    assert [visitor.get(page).status_code for page in ("/staff/catalogue/", "/staff/products/", "/staff/orders/")] == [
        403
    ] * 3


def test_signing_out_everywhere_ends_every_session_and_every_refresh_token(visitor: Visitor, account: Account) -> None:
    other = Visitor(visitor.shop).sign_in(account)
    held = refresh_tokens(visitor.sign_in(account), account)
    visitor.send("/account/sign-out-everywhere", {}, "/account/")
    assert not visitor.signed_in
    assert not other.signed_in
    assert len(held) == 2
    for token in held:
        with pytest.raises(visitor.shop.cloud.client("cognito-idp").exceptions.NotAuthorizedException):
            refresh(visitor, token)
    assert Visitor(visitor.shop).sign_in(account).signed_in


def refresh_tokens(visitor: Visitor, account: Account) -> list[str]:
    sessions, table = visitor.shop.cloud.client("dynamodb"), visitor.shop.cloud.outputs["SessionTable"]
    return [
        item["refresh"]["S"]
        for item in sessions.scan(TableName=table)["Items"]
        if account.email in str(item) and "refresh" in item
    ]


def renew(visitor: Visitor, email: str, password: str) -> requests.Response:
    """Sets a new password by the code that is mailed."""
    visitor.send("/account/forgotten-password", {"email": email}, "/account/forgotten-password")
    typed = {"email": email, "code": mailed_code(visitor.shop.cloud, email), "password": password}
    return visitor.send("/account/new-password", typed, "/account/new-password")


def test_a_new_password_ends_the_sessions_that_were_opened_with_the_old_one(visitor: Visitor, account: Account) -> None:
    thief = Visitor(visitor.shop).sign_in(account)
    held = refresh_tokens(thief, account)
    assert renew(visitor, account.email, "Another-ink-and-paper-4").status_code == 303
    assert thief.get("/orders/").headers["Location"] == "/account/sign-in?next=%2Forders%2F&ended=1"
    with pytest.raises(visitor.shop.cloud.client("cognito-idp").exceptions.NotAuthorizedException):
        refresh(visitor, held[0])


def new_address() -> str:
    return f"new-{os.urandom(6).hex()}@halftone.example"


def join(visitor: Visitor, email: str, name: str) -> None:
    visitor.send("/account/sign-up", {"email": email, "name": name}, "/account/sign-up")


def confirm(visitor: Visitor, email: str, password: str) -> requests.Response:
    typed = {"email": email, "code": mailed_code(visitor.shop.cloud, email), "password": password}
    return visitor.send("/account/confirm", typed, "/account/confirm")


def test_of_two_sign_ups_before_the_code_the_last_password_and_name_count(visitor: Visitor) -> None:
    email = new_address()
    for name in ("A slip", "Ada"):
        join(visitor, email, name)
    assert confirm(visitor, email, "my second choice").headers["Location"].startswith(visitor.shop.cloud.endpoint)
    visitor.sign_in(Account("shopper", email, "my second choice"))
    assert "Hello, Ada" in visitor.get("/account/").text


def test_signing_up_with_somebody_elses_address_never_opens_the_account(visitor: Visitor) -> None:
    """They have the address, and can type a password nowhere: the code goes to its owner, who chooses it."""
    email = new_address()
    join(Visitor(visitor.shop), email, "Mallory")
    join(visitor, email, "Ada")
    confirm(visitor, email, "only Ada knows it")
    visitor.sign_in(Account("shopper", email, "only Ada knows it"))
    assert "Hello, Ada" in visitor.get("/account/").text


def test_an_account_that_was_begun_with_an_earlier_password_leads_on_to_a_new_one(visitor: Visitor) -> None:
    """As on the hosted login's own sign-up page, or by an earlier version of this shop."""
    email, cloud = new_address(), visitor.shop.cloud
    pool, client = cloud.outputs["UserPoolId"], cloud.outputs["ClientId"]
    secret = cloud.client("cognito-idp").describe_user_pool_client(UserPoolId=pool, ClientId=client)["UserPoolClient"][
        "ClientSecret"
    ]
    proof = base64.b64encode(hmac.new(secret.encode(), (email + client).encode(), "sha256").digest()).decode()
    attributes = [{"Name": "email", "Value": email}]
    cloud.client("cognito-idp").sign_up(ClientId=client, Username=email, Password="from another page", SecretHash=proof,
                                        UserAttributes=attributes)  # fmt: skip
    assert confirm(visitor, email, "my own choice").headers["Location"] == "/account/new-password"
    page = visitor.get("/account/new-password").text
    assert "an earlier password still counts" in page
    typed = {"email": email, "code": mailed_code(cloud, email), "password": "my own choice"}
    visitor.send("/account/new-password", typed, "/account/new-password")
    assert visitor.sign_in(Account("shopper", email, "my own choice")).signed_in


def test_a_password_forgotten_before_the_address_is_confirmed_is_set_all_the_same(visitor: Visitor) -> None:
    email = new_address()
    join(visitor, email, "Ada")
    assert renew(visitor, email, "remembered by now").status_code == 303
    assert visitor.sign_in(Account("shopper", email, "remembered by now")).signed_in


def test_an_address_is_one_account_in_whatever_case(visitor: Visitor, account: Account) -> None:
    join(visitor, account.email.upper(), "Ada")
    pool, filter = visitor.shop.cloud.outputs["UserPoolId"], f'email ^= "{account.email[:12]}"'
    found = visitor.shop.cloud.client("cognito-idp").list_users(UserPoolId=pool, Filter=filter)["Users"]
    assert len(found) == 1
    assert visitor.sign_in(Account(account.role, account.email.upper(), account.password)).signed_in


def test_wrong_codes_are_stopped_before_the_right_one(visitor: Visitor, account: Account) -> None:
    visitor.send("/account/forgotten-password", {"email": account.email}, "/account/forgotten-password")
    code = mailed_code(visitor.shop.cloud, account.email)
    for place in range(12):
        typed = {"email": account.email, "code": f"{place:06d}", "password": "guessed at last"}
        visitor.send("/account/new-password", typed, "/account/new-password")
    last = visitor.send("/account/new-password", typed | {"code": code}, "/account/new-password")
    assert not last.headers.get("Location", "").startswith(visitor.shop.cloud.endpoint)
    assert visitor.log_in(visitor.begin(), Account(account.role, account.email, "guessed at last")).status_code == 200


@pytest.fixture(scope="module")
def strict(storefront: Storefront, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storefront]:
    """A storefront before the local cloud that asks staff for their second factor; it has the same sessions."""
    folder = tmp_path_factory.mktemp("strict")
    with before(storefront, storefront.cloud.api, folder, SHOP_SECOND_FACTOR="1") as url:
        yield Storefront(url, storefront.cloud, folder / "log.jsonl")


def test_staff_set_up_a_second_factor_and_are_asked_for_it_from_then_on(visitor: Visitor, strict: Storefront) -> None:
    account, page = visitor.shop.cloud.new_account("staff"), "/account/second-factor"
    visitor.sign_in(account)
    assert visitor.get("/staff/orders/").status_code == 200
    visitor.shop = strict
    assert visitor.get("/staff/orders/").headers["Location"] == f"{page}?next=%2Fstaff%2Forders%2F"
    secret = re.findall(r'<code class="factor__key">([A-Z2-7 ]+)</code>', visitor.get(page).text)[0]
    assert visitor.send(page, {"code": totp.code(secret, ago=100)}, page).status_code == 422
    assert visitor.send(page, {"code": totp.code(secret)}, page).status_code == 303
    assert visitor.get("/staff/orders/").status_code == 200
    thief = Visitor(Storefront(visitor.shop.cloud.storefront, visitor.shop.cloud, strict.log)).sign_in(account)
    thief.shop = strict
    assert thief.get("/staff/orders/").status_code == 303
    assert thief.get(page).headers["Location"].startswith("/account/sign-in?")
    assert not thief.signed_in


def gives_the_code(visitor: Visitor, account: Account, secret: str) -> None:
    """Signs in with the password, and a wrong code before the right one, which alone signs in."""
    page = visitor.get(visitor.log_in(visitor.begin(), account).headers["Location"]).headers["Location"]
    assert page == "/account/second-factor/code?next=%2Faccount%2F"
    assert visitor.send(page, {"code": "000000"}, page).status_code == 422
    assert not visitor.signed_in
    assert visitor.send(page, {"code": totp.code(secret)}, page).status_code == 303


def test_a_shopper_sets_up_a_second_factor_and_staff_remove_it(visitor: Visitor, account: Account) -> None:
    page = "/account/second-factor"
    other = Visitor(visitor.shop).sign_in(account)
    visitor.sign_in(account)
    secret = re.findall(r'<code class="factor__key">([A-Z2-7 ]+)</code>', visitor.get(page).text)[0]
    assert visitor.send(page, {"code": totp.code(secret)}, page).headers["Location"] == page
    assert (visitor.signed_in, other.signed_in) == (True, False)
    gives_the_code(other, account, secret)
    assert other.signed_in
    staff, removal = (
        Visitor(visitor.shop).sign_in(visitor.shop.cloud.account("staff")),
        "/staff/customers/second-factor/",
    )
    customer = "/staff/customers/one/?" + urlencode({"email": account.email})
    staff.send(removal, {"email": account.email, "key": "k" * 32}, customer)
    assert "The second factor is removed." in staff.get(customer).text
    assert "Set up your second factor" in visitor.get(page).text
    assert Visitor(visitor.shop).sign_in(account).signed_in


def test_support_does_not_remove_a_colleagues_second_factor(visitor: Visitor) -> None:
    colleague = visitor.shop.cloud.account("staff")
    customer = "/staff/customers/one/?" + urlencode({"email": colleague.email})
    visitor.sign_in(colleague)
    visitor.send("/staff/customers/second-factor/", {"email": colleague.email, "key": "k" * 32}, customer)
    assert "Nothing was done." in visitor.get(customer).text


def disable(visitor: Visitor, account: Account) -> None:
    pool = visitor.shop.cloud.outputs["UserPoolId"]
    visitor.shop.cloud.client("cognito-idp").admin_disable_user(UserPoolId=pool, Username=account.email)


def delete(visitor: Visitor, account: Account) -> None:
    pool = visitor.shop.cloud.outputs["UserPoolId"]
    visitor.shop.cloud.client("cognito-idp").admin_delete_user(UserPoolId=pool, Username=account.email)


def sign_out_everywhere(visitor: Visitor, account: Account) -> None:
    pool = visitor.shop.cloud.outputs["UserPoolId"]
    visitor.shop.cloud.client("cognito-idp").admin_user_global_sign_out(UserPoolId=pool, Username=account.email)


def revoke(visitor: Visitor, account: Account) -> None:
    sessions, outputs = visitor.shop.cloud.client("dynamodb"), visitor.shop.cloud.outputs
    cognito, client = visitor.shop.cloud.client("cognito-idp"), {"ClientId": outputs["ClientId"]}
    told = cognito.describe_user_pool_client(UserPoolId=outputs["UserPoolId"], **client)["UserPoolClient"]
    items: list[Item] = [
        item for item in sessions.scan(TableName=outputs["SessionTable"])["Items"] if account.email in str(item)
    ]
    for item in items:
        cognito.revoke_token(Token=item["refresh"]["S"], ClientSecret=told["ClientSecret"], **client)


@pytest.mark.parametrize("end", [disable, delete, sign_out_everywhere, revoke])
def test_a_user_disabled_at_cognito_is_signed_out_at_the_next_refresh(
    visitor: Visitor, account: Account, end: Callable[[Visitor, Account], Any]
) -> None:
    visitor.sign_in(account)
    expire(visitor)
    end(visitor, account)
    answer = visitor.get("/orders/")
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/account/sign-in?next=%2Forders%2F&ended=1")
    assert not visitor.signed_in


def test_a_disabled_account_does_not_get_in(visitor: Visitor, account: Account) -> None:
    disable(visitor, account)
    assert visitor.log_in(visitor.begin(), account).status_code == 200
    assert not visitor.signed_in


def test_signing_out_ends_the_refresh_token_at_cognito(visitor: Visitor, account: Account) -> None:
    visitor.sign_in(account)
    sessions, table = visitor.shop.cloud.client("dynamodb"), visitor.shop.cloud.outputs["SessionTable"]
    mine = next(
        item for item in sessions.scan(TableName=table)["Items"] if account.email in str(item) and "refresh" in item
    )
    location = visitor.send("/account/sign-out", {}, "/account/").headers["Location"]
    assert visitor.get(location).headers["Location"] == f"{visitor.shop.url}/"
    assert "Item" not in sessions.get_item(TableName=table, Key={"pk": mine["pk"]})
    with pytest.raises(visitor.shop.cloud.client("cognito-idp").exceptions.NotAuthorizedException):
        refresh(visitor, mine["refresh"]["S"])


def refresh(visitor: Visitor, token: str) -> dict[str, Any]:
    outputs = visitor.shop.cloud.outputs
    cognito = visitor.shop.cloud.client("cognito-idp")
    told = cognito.describe_user_pool_client(UserPoolId=outputs["UserPoolId"], ClientId=outputs["ClientId"])[
        "UserPoolClient"
    ]
    reply = cognito.get_tokens_from_refresh_token(
        RefreshToken=token, ClientId=outputs["ClientId"], ClientSecret=told["ClientSecret"]
    )
    return dict(reply)


def test_no_token_and_no_code_is_in_any_page_cookie_or_log(visitor: Visitor, account: Account) -> None:
    location = visitor.log_in(visitor.begin(), account).headers["Location"]
    pages = [visitor.get(location), visitor.get("/"), visitor.get("/account/"), visitor.get("/orders/")]
    sessions, table = visitor.shop.cloud.client("dynamodb"), visitor.shop.cloud.outputs["SessionTable"]
    mine = next(
        item for item in sessions.scan(TableName=table)["Items"] if account.email in str(item) and "access" in item
    )
    tokens = [mine["access"]["S"], mine["refresh"]["S"]]
    seen = (
        "".join(f"{page.headers}{page.text}" for page in pages)
        + str(visitor.web.cookies)
        + visitor.shop.log.read_text()
    )
    for secret in (
        *tokens,
        *(token.rpartition(".")[2] for token in tokens),
        dict(parse_qsl(urlsplit(location).query))["code"],
    ):
        assert secret not in seen
    assert account.password not in visitor.shop.log.read_text()
    assert account.email not in visitor.shop.log.read_text()
