"""Staff read what an order's shopper was written, and send it again."""

import pytest
from django.test import Client
from msgspec.structs import replace

from backend.contracts.notification.models import Feedback, FeedbackKind, FeedbackReason, OrderMail
from tests.storefront.reading import text
from tests.storefront.service import Service
from tests.storefront.staff.test_desk import confirm_order

KEY = "k" * 32
AT = "2026-11-20T10:00:00.000Z"
CONFIRMED = OrderMail(
    name="confirmed", at=AT, to="ada@example.org", subject="Your order is confirmed", text="Thank you.\n<b>It is</b>"
)


def test_shoppers_send_nothing_again(shopper: Client, service: Service) -> None:
    assert shopper.post(f"/staff/orders/{'0' * 28}/mails/confirmed/", {"key": KEY}).status_code == 404
    assert "resend_mail" not in service.calls


def test_an_order_of_which_no_mail_was_sent_says_so(worker: Client, service: Service) -> None:
    assert "No mail was sent yet." in text(worker.get(f"/staff/orders/{confirm_order(service)}/"))


def test_mails_that_cannot_be_read_leave_the_rest_of_the_page(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    service.down.add("notification")
    page = text(worker.get(f"/staff/orders/{order_id}/"))
    assert ("Mails cannot be shown" in page, "Slow Tide" in page) == (True, True)


def test_each_mail_is_shown_with_its_text_as_text(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    old, refused = OrderMail(name="sent", at=AT), OrderMail(name="sent", at=AT, to="a@b.co", refused="MessageRejected")
    service.mails[order_id] = (CONFIRMED, old, refused)
    html = worker.get(f"/staff/orders/{order_id}/").content.decode()
    assert ("&lt;b&gt;It is&lt;/b&gt;" in html, "from before texts were kept" in html) == (True, True)
    assert "refused it (MessageRejected)" in html
    assert html.count("Send it again") == 1


@pytest.mark.parametrize(
    ("kind", "reason", "words"),
    [
        (FeedbackKind.UNDELIVERED, FeedbackReason.MAILBOX_UNKNOWN, "Did not arrive: mailbox unknown, 20 "),
        (FeedbackKind.PUT_OFF, FeedbackReason.MAILBOX_FULL, "Put off: mailbox full, 20 "),
        (FeedbackKind.PUT_OFF, FeedbackReason.OTHER, "Put off: the other side did not say why, 20 "),
        (FeedbackKind.SPAM, FeedbackReason.OTHER, "Marked as spam, 20 "),
    ],
)
def test_what_became_of_a_mail_stands_at_it_with_its_time(
    worker: Client, service: Service, kind: FeedbackKind, reason: FeedbackReason, words: str
) -> None:
    order_id = confirm_order(service)
    feedback = Feedback(kind=kind, reason=reason, at=AT)
    service.mails[order_id] = (CONFIRMED, replace(CONFIRMED, name="sent", feedback=feedback))
    page = worker.get(f"/staff/orders/{order_id}/")
    assert (words in text(page), page.content.decode().count(f"{words.partition(',')[0]}, <time")) == (True, 1)


def test_a_mail_is_sent_again_and_signed(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    service.mails[order_id] = (CONFIRMED,)
    page = worker.post(f"/staff/orders/{order_id}/mails/confirmed/", {"key": KEY}, follow=True)
    assert "on its way again" in text(page)
    assert [name for name, by in service.resent if by] == ["confirmed"]


def test_a_mail_there_is_not_and_a_form_without_its_key_send_nothing(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    unknown = worker.post(f"/staff/orders/{order_id}/mails/never/", {"key": KEY}, follow=True)
    assert "Nothing was done. There is no such mail." in text(unknown)
    service.mails[order_id] = (CONFIRMED,)
    assert "open the order again" in text(
        worker.post(f"/staff/orders/{order_id}/mails/confirmed/", {"key": ""}, follow=True)
    )
    assert service.resent == []
