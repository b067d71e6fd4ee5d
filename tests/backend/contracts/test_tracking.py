"""Where a parcel can be followed: the right page, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.tracking import tracking_page, with_carrier

DHL = "https://www.dhl.de/en/privatkunden/pakete-empfangen/verfolgen.html?piececode="


@pytest.mark.parametrize("typed", [
    "", "  ", "123456789", "DHL", "DHL 12", "XYZ 123456789", "RR123456785FR", "with the neighbours", "ask Ada!",
    "http://dhl.de/1", "javascript:alert(1)", "https://", "https://dhl", "https://dhl.de/a b", 'https://dhl.de/"<',
    "DHL 123456789\nBcc: x@example.com",
])  # fmt: skip
def test_what_is_no_known_number_has_no_link(typed: str) -> None:
    assert tracking_page(typed) is None


@pytest.mark.parametrize(("typed", "page"), [
    ("RR123456785DE", f"{DHL}RR123456785DE"), ("dhl 00340434161094042557", f"{DHL}00340434161094042557"),
    ("DHL: rr 123 456 785 de", f"{DHL}RR123456785DE"), ("JD014600003000000000", f"{DHL}JD014600003000000000"),
    ("1Z999AA10123456784", "https://www.ups.com/track?tracknum=1Z999AA10123456784"),
    ("DPD 01234567890123", "https://tracking.dpd.de/status/en_US/parcel/01234567890123"),
    ("FedEx 449044304137821", "https://www.fedex.com/fedextrack/?trknbr=449044304137821"),
    (" https://carrier.example/track/1?x=2 ", "https://carrier.example/track/1?x=2"),
])  # fmt: skip
def test_a_number_leads_to_its_carrier(typed: str, page: str) -> None:
    assert tracking_page(typed) == page


@given(st.text(max_size=200))
def test_whatever_staff_type_a_link_is_one_address_over_tls(typed: str) -> None:
    page = tracking_page(typed)
    assert page is None or (page.startswith("https://") and page.isascii() and not set(page) & set(" \t\r\n"))


@pytest.mark.parametrize(("carrier", "typed", "kept"), [
    ("DPD", "01234567890123", "DPD 01234567890123"), ("", "01234567890123", "01234567890123"),
    ("DPD", "DPD 01234567890123", "DPD 01234567890123"), ("DPD", "dpd:01234567890123", "dpd:01234567890123"),
    ("DPD", "UPS 1Z999AA10123456784", "UPS 1Z999AA10123456784"), ("DHL", "DHL 1", "DHL 1"),
    ("GLS", "https://carrier.example/track/1", "https://carrier.example/track/1"), ("UPS", "UPSALA1", "UPS UPSALA1"),
])  # fmt: skip
def test_a_carrier_that_is_chosen_is_put_before_the_number_once(carrier: str, typed: str, kept: str) -> None:
    assert with_carrier(carrier, typed) == kept
