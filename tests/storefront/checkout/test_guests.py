"""A guest's way from the basket to the order and back to it. What goes wrong comes first."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from backend.contracts.order.models import number
from backend.contracts.order.states import State
from storefront.order import finding
from storefront.web import attempts
from tests.storefront.card import give_card
from tests.storefront.checkout.steps import GOOD, order
from tests.storefront.order.orders import TO_DELIVERED, placed_order
from tests.storefront.order.test_documents import INVOICE
from tests.storefront.reading import text, value
from tests.storefront.service import ADA, BOB, Service

EMAIL = GOOD["email"]
STEPS = ("/checkout/", "/checkout/delivery/", "/checkout/payment/", "/checkout/review/")
SignIn = Callable[..., None]


@pytest.fixture
def visitor(guest: Client) -> Client:
    """Somebody with a thing in the basket who has never been here before."""
    guest.post("/basket/add/", {"sku": "TIDE-A4", "quantity": "1"})
    return guest


@pytest.fixture
def ready(visitor: Client) -> Client:
    """A guest at the last step."""
    visitor.post("/checkout/start/", {"email": EMAIL})
    visitor.post("/checkout/", GOOD)
    visitor.post("/checkout/delivery/", {"delivery": "standard"})
    give_card(visitor)
    return visitor


@pytest.fixture(autouse=True)
def counted_forms(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often a form was counted; the table of counts is not here."""
    seen: list[str] = []

    def increment(what: str) -> tuple[int, int]:
        seen.append(what)
        return seen.count(what), 60

    monkeypatch.setattr(attempts, "increment", increment)
    return seen


def buy(ready: Client) -> str:
    """The id of the order that the guest makes."""
    return str(order(ready).headers["Location"]).split("/")[2]


def key_of(service: Service, order_id: str) -> str:
    return next(str(reply.order_key) for _, reply in service.checkouts.values() if reply.order_id == order_id)


class TestGate:
    def test_no_step_opens_without_going_through_it(self, visitor: Client, service: Service) -> None:
        for step in STEPS:
            assert visitor.get(step).headers["Location"] == "/checkout/start/"
            assert visitor.post(step, GOOD).headers["Location"] == "/checkout/start/"
        assert "check_out_guest_basket" not in service.calls

    def test_an_address_that_mail_cannot_reach_is_reported_and_kept(self, visitor: Client) -> None:
        response = visitor.post("/checkout/start/", {"email": "ada@example"})
        assert response.status_code == 422
        assert value(response, "email") == "ada@example"

    def test_an_address_is_checked_as_it_is_left_and_only_the_field_comes_back(self, visitor: Client) -> None:
        page = visitor.get("/checkout/start/").content.decode()
        assert 'hx-post="/checkout/start/check/"' in page
        for email, wrong in (("", True), ("ada@example", True), ("a" * 300, True), ("ada@example.com", False)):
            response = visitor.post("/checkout/start/check/", {"email": email}, headers={"HX-Request": "true"})
            assert response.status_code == 200
            assert ("field__error" in response.content.decode()) is wrong, email
            assert not email or value(response, "email") == email
            assert "<html" not in response.content.decode()

    def test_an_empty_basket_leads_back_to_it(self, guest: Client) -> None:
        assert guest.get("/checkout/start/").headers["Location"] == "/basket/"

    def test_the_filled_button_is_the_guests_and_signing_in_is_outlined(self, visitor: Client) -> None:
        page = visitor.get("/checkout/start/").content.decode()
        buttons = re.findall(r'class="button( button--primary)?[^"]*">([^<]+)<', page)
        assert (" button--primary", "Continue as a guest") in buttons
        assert ("", "Sign in") in buttons
        assert page.index('name="email"') < page.index("Continue as a guest") < page.index("With your account")

    def test_signed_in_shoppers_skip_the_gate(self, visitor: Client, sign_in: SignIn) -> None:
        sign_in(visitor)
        assert visitor.get("/checkout/start/").headers["Location"] == "/checkout/"

    def test_after_a_sign_in_has_ended_one_may_sign_in_or_continue_as_a_guest(
        self, visitor: Client, sign_in: SignIn
    ) -> None:
        sign_in(visitor)
        session = visitor.session
        del session["shopper"]
        session.save()
        assert "/account/sign-in" in visitor.get("/checkout/").headers["Location"]
        assert visitor.post("/checkout/start/", {"email": EMAIL}).headers["Location"] == "/checkout/"
        assert visitor.get("/checkout/").status_code == 200

    def test_the_address_is_not_typed_twice(self, visitor: Client) -> None:
        assert visitor.post("/checkout/start/", {"email": EMAIL}).headers["Location"] == "/checkout/"
        assert value(visitor.get("/checkout/"), "email") == EMAIL

    def test_another_address_at_the_gate_is_that_of_the_form(self, ready: Client) -> None:
        ready.post("/checkout/start/", {"email": "bob@example.org"})
        assert value(ready.get("/checkout/"), "email") == "bob@example.org"
        assert value(ready.get("/checkout/"), "street") == GOOD["street"]

    def test_the_session_gets_a_new_name(self, visitor: Client) -> None:
        visitor.post("/checkout/start/", {"email": EMAIL})
        before = visitor.session.session_key
        visitor.post("/checkout/start/", {"email": EMAIL})
        assert visitor.session.session_key != before


class TestSteps:
    def test_wrong_fields_are_reported_and_nothing_typed_is_lost(self, visitor: Client) -> None:
        visitor.post("/checkout/start/", {"email": EMAIL})
        response = visitor.post("/checkout/", GOOD | {"town": ""})
        assert response.status_code == 422
        assert value(visitor.get("/checkout/"), "street") == GOOD["street"]

    def test_back_loses_nothing(self, ready: Client) -> None:
        assert value(ready.get("/checkout/"), "street") == GOOD["street"]
        assert 'value="standard"' in ready.get("/checkout/delivery/").content.decode()
        assert ready.get("/checkout/review/").status_code == 200

    def test_the_basket_and_the_address_stay_when_somebody_signs_in_midway(
        self, ready: Client, service: Service, sign_in: SignIn
    ) -> None:
        sign_in(ready)
        assert value(ready.get("/checkout/"), "street") == GOOD["street"]
        assert service.baskets[f"shopper#{ADA}"]["TIDE-A4"][0] == 1
        assert ready.get("/checkout/review/").status_code == 200

    def test_a_form_that_a_guest_saw_does_not_order_for_who_signs_in(
        self, ready: Client, service: Service, sign_in: SignIn
    ) -> None:
        agreed = value(ready.get("/checkout/review/"), "agreed")
        sign_in(ready)
        assert "Please look at it once more" in text(order(ready, agreed))
        assert not service.checkouts

    def test_another_guests_form_orders_nothing(self, ready: Client, service: Service) -> None:
        agreed = value(ready.get("/checkout/review/"), "agreed")
        other = Client()
        other.post("/basket/add/", {"sku": "TIDE-A4", "quantity": "1"})
        other.post("/checkout/start/", {"email": EMAIL})
        other.post("/checkout/", GOOD)
        other.post("/checkout/delivery/", {"delivery": "standard"})
        give_card(other)
        order(other, agreed)
        assert not service.checkouts

    def test_the_same_form_sent_twice_is_one_order(self, ready: Client, service: Service) -> None:
        agreed = value(ready.get("/checkout/review/"), "agreed")
        first, second = (order(ready, agreed).headers["Location"] for _ in range(2))
        assert first == second
        assert len(service.checkouts) == 1

    def test_a_lost_answer_is_settled_by_the_same_form(self, ready: Client, service: Service) -> None:
        agreed = value(ready.get("/checkout/review/"), "agreed")
        service.lose_answer_of = {"check_out_guest_basket"}
        assert order(ready, agreed).status_code == 503
        assert order(ready, agreed).headers["Location"].startswith("/orders/")
        assert len(service.checkouts) == 1

    def test_a_shoppers_operation_is_never_called(self, ready: Client, service: Service) -> None:
        ready.get(f"/orders/{buy(ready)}/")
        assert {"check_out", "get_order", "list_orders", "merge_basket"}.isdisjoint(service.calls)


class TestOrder:
    def test_a_stranger_is_asked_to_sign_in_whether_there_is_an_order_or_not(
        self, ready: Client, service: Service
    ) -> None:
        order_id, stranger = buy(ready), Client()
        for path in (order_id, "f" * 28):
            for rest in ("", "cancel/", "return/"):
                place = f"/orders/{path}/{rest}"
                assert stranger.get(place).headers["Location"].startswith("/account/sign-in?next=")
            for rest in ("cancel/", "return/", "pay/"):
                assert stranger.post(f"/orders/{path}/{rest}").headers["Location"].startswith("/account/sign-in?next=")
        assert service.order(order_id).state is State.PLACED

    def test_no_page_names_the_key(self, ready: Client, service: Service) -> None:
        order_id = buy(ready)
        key = key_of(service, order_id)
        service.advance(order_id, *TO_DELIVERED)
        pages = [ready.get(f"/orders/{order_id}/{rest}") for rest in ("", "return/")]
        assert all(page.status_code == 200 and key not in page.content.decode() for page in pages)

    def test_its_guest_sees_it_being_prepared(self, ready: Client, service: Service) -> None:
        service.slow = True
        order_id = buy(ready)
        assert "Your order is being prepared" in text(ready.get(f"/orders/{order_id}/"))

    def test_its_guest_cancels_it(self, ready: Client, service: Service) -> None:
        order_id = buy(ready)
        assert "Cancel this order?" in text(ready.get(f"/orders/{order_id}/cancel/"))
        ready.post(f"/orders/{order_id}/cancel/")
        assert service.order(order_id).state is State.CANCELLED

    def test_its_guest_sends_it_back(self, ready: Client, service: Service) -> None:
        order_id = buy(ready)
        service.advance(order_id, *TO_DELIVERED)
        page = ready.get(f"/orders/{order_id}/return/")
        sent = {"pieces.TIDE-A4": "1", "refund": value(page, "refund"), "number": "1", "reason": ""}
        ready.post(f"/orders/{order_id}/return/", sent)
        assert service.order(order_id).state is State.RETURN_REQUESTED

    def test_its_guest_pays_again_in_a_fresh_browser_that_has_its_link_alone(
        self, ready: Client, service: Service
    ) -> None:
        order_id = buy(ready)
        service.advance(order_id, State.HELD, State.DECLINED)
        fresh = Client()
        fresh.get(f"/orders/{order_id}/open/?key={key_of(service, order_id)}")
        away = fresh.post(f"/orders/{order_id}/pay/").headers["Location"]
        state = re.search(r"state(?:=|%3D)([\w-]+)", away)
        assert state
        card = {"token": "tok_" + "9" * 32, "brand": "Visa", "last4": "4242", "state": state[1]}
        fresh.get("/checkout/card/", card, follow=True)
        assert service.paid == [(order_id, card["token"], 2)]


class TestLink:
    @pytest.mark.parametrize("change", [lambda key: "0" * 32, lambda key: key[:-1] + "g", lambda key: key.upper(),
                                        lambda key: key[::-1], lambda key: "", lambda key: key + "0"])  # fmt: skip
    def test_an_altered_link_opens_nothing_and_leads_to_signing_in(
        self, ready: Client, service: Service, change: Callable[[str], str]
    ) -> None:
        order_id, stranger = buy(ready), Client()
        altered = change(key_of(service, order_id))
        seen = stranger.get(f"/orders/{order_id}/open/", {"key": altered}, follow=True)
        assert seen.redirect_chain[-1][0].startswith("/account/sign-in?next=")
        assert stranger.get(f"/orders/{order_id}/").status_code == 302

    def test_a_shoppers_order_opens_by_no_link(self, service: Service) -> None:
        order_id, stranger = placed_order(service), Client()
        stranger.get(f"/orders/{order_id}/open/?key={'a' * 32}")
        assert stranger.get(f"/orders/{order_id}/").headers["Location"].startswith("/account/sign-in")

    @pytest.mark.parametrize("to", ["documents/", "//elsewhere.example", "Documents", "documents\n", ""])
    def test_a_link_leads_to_the_invoice_or_to_the_order_and_nowhere_else(
        self, ready: Client, service: Service, to: str
    ) -> None:
        order_id, fresh = buy(ready), Client()
        link = {"key": key_of(service, order_id)}
        assert fresh.get(f"/orders/{order_id}/open/", link | {"to": to}).headers["Location"] == f"/orders/{order_id}/"
        opened = fresh.get(f"/orders/{order_id}/open/", link | {"to": "documents"})
        assert opened.headers["Location"] == f"/orders/{order_id}/documents/"
        assert "no-store" in opened.headers["Cache-Control"]

    def test_a_link_leads_to_the_invoice_though_an_account_with_another_address_is_signed_in(
        self, ready: Client, service: Service, sign_in: SignIn
    ) -> None:
        order_id, other = buy(ready), Client()
        service.advance(order_id, *TO_DELIVERED)
        service.documents[order_id] = (INVOICE,)
        sign_in(other, BOB)
        page = other.get(
            f"/orders/{order_id}/open/", {"key": key_of(service, order_id), "to": "documents"}, follow=True
        )
        assert page.headers["Content-Type"] == "application/pdf"

    def test_once_the_order_is_in_the_account_the_same_link_leads_to_its_invoice(
        self, ready: Client, service: Service, sign_in: SignIn
    ) -> None:
        order_id, own = buy(ready), Client()
        service.advance(order_id, *TO_DELIVERED)
        service.documents[order_id] = (INVOICE,)
        link = f"/orders/{order_id}/open/?key={key_of(service, order_id)}&to=documents"
        own.get(link)
        sign_in(ready, ADA)
        sign_in(own, ADA)
        for client in (ready, own, ready):
            assert client.get(link, follow=True).headers["Content-Type"] == "application/pdf"

    def test_an_altered_link_to_the_invoice_leads_to_signing_in(self, ready: Client, service: Service) -> None:
        order_id, stranger = buy(ready), Client()
        link = {"key": "0" * 32, "to": "documents"}
        seen = stranger.get(f"/orders/{order_id}/open/", link, follow=True)
        assert seen.redirect_chain[-1][0].startswith("/account/sign-in?next=")

    def test_the_key_leaves_the_address_at_once(self, ready: Client, service: Service) -> None:
        order_id, fresh = buy(ready), Client()
        opened = fresh.get(f"/orders/{order_id}/open/?key={key_of(service, order_id)}")
        assert opened.headers["Location"] == f"/orders/{order_id}/"
        assert "no-store" in opened.headers["Cache-Control"]
        assert fresh.get(f"/orders/{order_id}/").status_code == 200

    def test_a_visitors_session_gets_a_new_name_and_a_shoppers_keeps_the_one_that_signing_out_everywhere_knows(
        self, ready: Client, service: Service, sign_in: SignIn
    ) -> None:
        order_id, visitor, shopper = buy(ready), Client(), Client()
        link = f"/orders/{order_id}/open/?key={key_of(service, order_id)}"
        visitor.post("/basket/add/", {"sku": "TIDE-A4", "quantity": "1"})
        visitor.post("/checkout/start/", {"email": EMAIL})
        sign_in(shopper, BOB)
        before = [client.session.session_key for client in (visitor, shopper)]
        for client in (visitor, shopper):
            client.get(link)
        after = [client.session.session_key for client in (visitor, shopper)]
        assert after[0] != before[0]
        assert after[1] == before[1]


class TestFinding:
    def find(self, client: Client, number: str, email: str) -> object:
        return client.post("/orders/find/", {"number": number, "email": email})

    def test_every_wrong_pair_gets_the_same_answer(self, ready: Client, service: Service) -> None:
        guests, shoppers = buy(ready), placed_order(service)
        answers = []
        Client().get("/orders/find/")  # the menu is asked for once, and not a part of any answer
        for wrong, email in ((guests, "bob@example.org"), ("f" * 28, EMAIL), (shoppers, EMAIL)):
            service.calls.clear()
            answer = self.find(Client(), number(wrong), email)
            assert answer.status_code == 422  # type: ignore[attr-defined]
            shown = re.sub(
                r'(name="(csrfmiddlewaretoken|number|email)"[^>]*value=")[^"]*', r"\1", answer.content.decode()
            )  # type: ignore[attr-defined]
            shown = re.sub(r' value="[^"]*"', "", shown)
            answers.append((re.findall(r"<main.*?</main>", shown, re.DOTALL), service.calls[:]))
        assert answers[0] == answers[1] == answers[2]
        assert "We found no guest order" in str(answers[0][0])

    def test_too_many_tries_are_refused_before_the_service_is_asked(self, ready: Client, service: Service) -> None:
        order_id, stranger = buy(ready), Client()
        for _ in range(finding.LIMIT.per_address):
            self.find(stranger, "0000-0000", EMAIL)
        service.calls.clear()
        assert self.find(stranger, number(order_id), EMAIL).status_code == 429  # type: ignore[attr-defined]
        assert "find_guest_order" not in service.calls

    def test_a_malformed_number_or_address_is_reported_at_its_field(
        self, guest: Client, service: Service, counted_forms: list[str]
    ) -> None:
        answer = self.find(guest, "12", "ada")
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert {"find_guest_order"}.isdisjoint(service.calls)
        assert not counted_forms

    def test_a_service_that_does_not_answer_is_no_answer_about_the_order(self, guest: Client, service: Service) -> None:
        service.down = {"order"}
        assert self.find(guest, "3F9A-72C1", EMAIL).status_code == 503  # type: ignore[attr-defined]

    def test_number_and_address_together_open_the_order_in_any_browser(self, ready: Client, service: Service) -> None:
        order_id, fresh = buy(ready), Client()
        assert self.find(fresh, number(order_id).lower().replace("-", " "), EMAIL).headers["Location"] == (  # type: ignore[attr-defined]
            f"/orders/{order_id}/"
        )
        assert fresh.get(f"/orders/{order_id}/").status_code == 200


class TestAccount:
    def test_an_account_with_another_address_does_not_get_the_order(
        self, ready: Client, service: Service, sign_in: SignIn
    ) -> None:
        order_id = buy(ready)
        sign_in(ready, BOB)
        assert ready.get(f"/orders/{order_id}/").status_code == 200  # this browser still holds the key
        assert order_id not in service.orders.get(f"shopper#{BOB}", {})
        service.calls.clear()
        ready.get(f"/orders/{order_id}/")
        assert "claim_order" not in service.calls  # it was said once

    def test_the_account_with_its_address_gets_it_once(self, ready: Client, service: Service, sign_in: SignIn) -> None:
        order_id = buy(ready)
        sign_in(ready)
        assert "is in your account now" in text(ready.get("/orders/"))
        assert order_id in service.orders[f"shopper#{ADA}"]
        service.calls.clear()
        assert ready.get(f"/orders/{order_id}/").status_code == 200
        assert "claim_order" not in service.calls

    def test_its_link_leads_to_signing_in_from_then_on(self, ready: Client, service: Service, sign_in: SignIn) -> None:
        order_id = buy(ready)
        sign_in(ready)
        ready.get("/orders/")
        fresh = Client()
        link = f"/orders/{order_id}/open/?key={key_of(service, order_id)}"
        assert fresh.get(link, follow=True).redirect_chain[-1][0].startswith("/account/sign-in")

    def test_a_browser_that_still_holds_the_key_is_asked_to_sign_in(
        self, ready: Client, service: Service, sign_in: SignIn
    ) -> None:
        order_id, other = buy(ready), Client()
        other.get(f"/orders/{order_id}/open/?key={key_of(service, order_id)}")
        sign_in(ready)
        ready.get("/orders/")
        assert other.get(f"/orders/{order_id}/").headers["Location"].startswith("/account/sign-in")

    def test_the_browser_that_bought_is_asked_to_sign_in_once_an_account_has_the_order(
        self, ready: Client, service: Service, sign_in: SignIn
    ) -> None:
        order_id, other = buy(ready), Client()
        assert ready.get(f"/orders/{order_id}/").status_code == 200
        other.get(f"/orders/{order_id}/open/?key={key_of(service, order_id)}")
        sign_in(other)
        other.get("/orders/")
        assert ready.get(f"/orders/{order_id}/").headers["Location"].startswith("/account/sign-in")

    def test_an_order_that_is_not_placed_yet_is_claimed_later(
        self, ready: Client, service: Service, sign_in: SignIn
    ) -> None:
        service.slow = True
        order_id = buy(ready)
        sign_in(ready)
        assert "Your order is being prepared" in text(ready.get(f"/orders/{order_id}/"))
        service.slow = False
        ready.get("/orders/")
        assert order_id in service.orders[f"shopper#{ADA}"]

    def test_a_service_that_does_not_answer_delays_it_and_nothing_else(
        self, ready: Client, service: Service, sign_in: SignIn
    ) -> None:
        order_id = buy(ready)
        sign_in(ready)
        service.down = {"claim_order"}
        assert ready.get(f"/orders/{order_id}/").status_code == 200
        service.down = set()
        ready.get("/orders/")
        assert order_id in service.orders[f"shopper#{ADA}"]

    def test_it_is_offered_on_the_orders_page_with_the_address_filled_in(self, ready: Client) -> None:
        order_id = buy(ready)
        assert "Keep this order in an account" in text(ready.get(f"/orders/{order_id}/"))
        assert value(ready.get(f"/account/sign-up?next=/orders/{order_id}/"), "email") == EMAIL

    def test_it_is_not_offered_to_who_has_one(self, service: Service, guest: Client, sign_in: SignIn) -> None:
        sign_in(guest)
        assert "Keep this order" not in text(guest.get(f"/orders/{placed_order(service)}/"))


def _lose_session(client: Client) -> None:
    """As after weeks: the browser has the basket's cookie, and no session."""
    del client.cookies["session"]


def test_who_was_in_the_middle_of_the_checkout_when_its_session_ended_is_told_that_nothing_is_ordered(
    ready: Client, service: Service
) -> None:
    sealed = value(ready.get("/checkout/review/"), "agreed")
    _lose_session(ready)
    for sent in ({"path": "/checkout/review/", "data": {"agreed": sealed}}, {"path": "/checkout/", "data": GOOD}):
        page = ready.post(**sent, follow=True)
        assert page.redirect_chain[-1][0] == "/checkout/start/"
        assert "This checkout had ended before you went on. Nothing is ordered" in text(page)
    assert service.checkouts == {}


@pytest.mark.parametrize("data", [None, GOOD], ids=["a page", "a form"])
def test_a_guest_whose_session_is_gone_while_its_cookie_is_there_is_not_asked_to_sign_in(
    ready: Client, data: dict[str, str] | None
) -> None:
    ready.cookies["session"] = "x" * 32
    page = ready.post("/checkout/", data, follow=True) if data else ready.get("/checkout/delivery/", follow=True)
    assert page.redirect_chain[-1][0] == "/checkout/start/"
    assert "This checkout had ended before you went on." in text(page)


def test_who_comes_back_from_the_card_page_to_no_session_is_told_too(visitor: Client) -> None:
    page = visitor.get("/checkout/card/", {"state": "x" * 32}, follow=True)
    assert "This checkout had ended before you went on." in text(page)


def test_who_only_begins_the_checkout_is_told_nothing_of_an_end(visitor: Client) -> None:
    assert "had ended" not in text(visitor.get("/checkout/", follow=True))
