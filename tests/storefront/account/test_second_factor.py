"""Without a second factor the back office stays closed. The pool is a double that checks codes as an app makes them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from django.test import Client
from pytest_django.fixtures import Settings

from storefront.account import second_factor
from storefront.clients import aws
from tests.storefront.account import totp
from tests.storefront.account.hosted import Hosted
from tests.storefront.account.hosted_steps import begin, come_back, session, signed_in
from tests.storefront.reading import text

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SET_UP, CODE, OFFICE = "/account/second-factor", "/account/second-factor/code", "/staff/catalogue/"


class Cognito:
    """One member of staff's second factor."""

    def __init__(self) -> None:
        self.enabled = False
        self.pending: str | None = None
        self.secret: str | None = None
        self.refuses = ""

    def get_user(self, AccessToken: str) -> dict[str, Any]:  # noqa: N803 - Cognito's words, here and below
        self._refuse("GetUser")
        return {"UserMFASettingList": ["SOFTWARE_TOKEN_MFA"] if self.enabled else []}

    def associate_software_token(self, AccessToken: str) -> dict[str, Any]:  # noqa: N803
        assert not self.enabled
        self.pending = SECRET
        return {"SecretCode": SECRET}

    def verify_software_token(self, AccessToken: str, UserCode: str) -> dict[str, Any]:  # noqa: N803
        if UserCode != totp.code(self.pending or self.secret or ""):
            raise ClientError(
                {"Error": {"Code": "EnableSoftwareTokenMFAException", "Message": "Code mismatch"}},
                "VerifySoftwareToken",
            )
        self.secret, self.pending = self.pending or self.secret, None
        return {"Status": "SUCCESS"}

    def set_user_mfa_preference(self, AccessToken: str, SoftwareTokenMfaSettings: dict[str, bool]) -> dict[str, Any]:  # noqa: N803
        self.enabled = SoftwareTokenMfaSettings["Enabled"]
        return {}

    def _refuse(self, operation: str) -> None:
        if self.refuses:
            raise ClientError({"Error": {"Code": self.refuses, "Message": ""}}, operation)


@pytest.fixture(autouse=True)
def cognito(shop: Hosted, monkeypatch: pytest.MonkeyPatch) -> Cognito:
    """Staff before it, on AWS."""
    pool, real = Cognito(), aws.client
    monkeypatch.setattr(aws, "client", lambda service: pool if service == "cognito-idp" else real(service))
    shop.groups = ("staff",)
    return pool


@pytest.fixture
def worker(browser: Client, shop: Hosted) -> Client:
    """A browser in which a member of staff is signed in."""
    come_back(browser, shop.signs_in(begin(browser)))
    return browser


def test_staff_without_one_are_led_to_set_it_up_and_back(worker: Client, cognito: Cognito) -> None:
    assert worker.get(OFFICE)["Location"] == f"{SET_UP}?next=%2Fstaff%2Fcatalogue%2F"
    page = worker.get(f"{SET_UP}?next={OFFICE}")
    assert "JBSW Y3DP" in text(page)
    assert worker.post(SET_UP, {"code": totp.code(SECRET), "next": OFFICE})["Location"] == OFFICE
    assert cognito.enabled
    assert worker.get(OFFICE).status_code == 200


@pytest.mark.parametrize(
    "code", ["000000", "", "12345", totp.code("A" * 32)], ids=["a guess", "none", "too short", "another app's"]
)
def test_a_wrong_code_opens_nothing(worker: Client, cognito: Cognito, code: str) -> None:
    worker.get(SET_UP)
    assert worker.post(SET_UP, {"code": code}).status_code == 422
    assert not cognito.enabled
    assert worker.get(OFFICE).status_code == 303


def test_codes_are_counted(worker: Client, cognito: Cognito) -> None:
    for place in range(10):
        worker.post(SET_UP, {"code": f"{place:06d}"})
    assert "That was tried too often." in text(worker.post(SET_UP, {"code": totp.code(SECRET)}))
    assert not cognito.enabled


def test_a_code_given_at_the_hosted_login_is_not_asked_for_again(
    browser: Client, shop: Hosted, cognito: Cognito
) -> None:
    cognito.enabled = True
    come_back(browser, shop.signs_in(begin(browser)))
    assert browser.get(OFFICE).status_code == 200
    assert "is set up" in text(browser.get(SET_UP))


def test_a_sign_in_from_before_it_was_set_up_has_to_be_made_again(worker: Client, cognito: Cognito) -> None:
    """Whoever found out the password and waits until the owner sets it up gets in nowhere."""
    cognito.enabled = True
    assert worker.get(worker.get(OFFICE)["Location"])["Location"].startswith(
        "/account/sign-in?next=%2Fstaff%2Fcatalogue%2F"
    )
    assert not signed_in(worker)


def test_a_secret_stays_the_same_while_it_is_set_up_and_is_forgotten_then(worker: Client, cognito: Cognito) -> None:
    worker.get(SET_UP)
    cognito.pending = None
    worker.get(SET_UP)
    assert cognito.pending is None
    cognito.pending = SECRET
    assert session(worker)[second_factor.SECRET] == SECRET
    worker.post(SET_UP, {"code": totp.code(SECRET)})
    assert second_factor.SECRET not in session(worker)


def test_a_form_that_is_sent_leads_to_the_set_up_too(worker: Client) -> None:
    assert worker.post(OFFICE)["Location"] == f"{SET_UP}?next=%2Fstaff%2F"


def test_a_token_of_an_earlier_version_leads_to_a_new_sign_in(worker: Client, cognito: Cognito) -> None:
    cognito.refuses = "NotAuthorizedException"
    assert worker.get(SET_UP)["Location"].startswith("/account/sign-in?")


def test_while_the_pool_is_down_the_office_stays_closed(worker: Client, cognito: Cognito) -> None:
    cognito.refuses = "InternalErrorException"
    assert worker.get(OFFICE).status_code == 303
    assert worker.get(SET_UP).status_code == 503


def test_the_picture_has_no_style_of_its_own(worker: Client) -> None:
    page = worker.get(SET_UP).content.decode()
    drawn = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert any('class="qr"' in each for each in drawn)
    assert not any("style=" in each or "<style" in each for each in drawn)


def test_on_aws_there_is_no_page_for_the_code(worker: Client, cognito: Cognito) -> None:
    cognito.enabled = True
    assert worker.get(CODE).status_code == 404


def local(settings: Settings, *, asks: bool) -> None:
    """The storefront is before the local cloud."""
    path = Path(settings.SHOP_OUTPUTS)
    told = json.loads(path.read_text())
    told["Local"]["environment"] = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    path.write_text(json.dumps(told))
    settings.SECOND_FACTOR = asks


def test_the_local_cloud_asks_for_no_second_factor_and_says_so(
    browser: Client, shop: Hosted, settings: Settings
) -> None:
    local(settings, asks=False)
    come_back(browser, shop.signs_in(begin(browser)))
    assert browser.get(OFFICE).status_code == 200
    assert "asks for no second factor" in text(browser.get("/account/"))


def test_the_setting_opens_nothing_on_aws(worker: Client, settings: Settings) -> None:
    settings.SECOND_FACTOR = False
    assert worker.get(OFFICE).status_code == 303


def test_on_request_the_local_cloud_asks_at_each_sign_in(
    browser: Client, shop: Hosted, settings: Settings, cognito: Cognito
) -> None:
    local(settings, asks=True)
    cognito.enabled, cognito.secret = True, SECRET
    come_back(browser, shop.signs_in(begin(browser)))
    assert not signed_in(browser)
    assert browser.post(CODE, {"code": "000000", "next": OFFICE}).status_code == 422
    assert browser.get(OFFICE)["Location"].startswith("/account/sign-in?")
    assert browser.post(CODE, {"code": totp.code(SECRET), "next": OFFICE})["Location"] == OFFICE
    assert browser.get(OFFICE).status_code == 200
