"""Promotions as the services of the tests answer: by the shop's own computation."""

from datetime import date
from typing import Any

import msgspec

from backend.basket import code_rules, delivery, domain
from backend.contracts.basket.models import Basket
from backend.contracts.delivery.models import DeliveryZones
from backend.contracts.problem import Refused
from backend.contracts.product.kinds import ProductKind
from backend.contracts.promotion import discounts
from backend.contracts.promotion.discounts import Article
from backend.contracts.promotion.models import (
    EndPromotion,
    NewPromotion,
    Promotion,
    PromotionPage,
    StaffPromotion,
    UsePage,
)
from backend.contracts.voucher.codes import voucher_id
from backend.contracts.voucher.models import (
    Entry,
    EntryKind,
    StaffVoucher,
    VoucherBalance,
    VoucherHoldPage,
    VoucherPage,
)
from backend.promotion import domain as rules
from backend.shared import clock


class Promoting:
    """Promotions by code, and the codes in baskets by owner."""

    today: date
    zones: DeliveryZones

    def __init__(self) -> None:
        super().__init__()
        self.promotions: dict[str, StaffPromotion] = {}
        self.codes: dict[str, tuple[str, ...]] = {}
        self.vouchers: dict[str, StaffVoucher] = {}
        self.voucher_codes: dict[str, str] = {}
        self.entered_vouchers: dict[str, tuple[str, ...]] = {}

    def discounted(self, owner: str, basket: Basket, country: str) -> Basket:
        """The basket with what its promotions take off."""
        codes = self.codes.get(owner, ())
        given: list[Promotion] = [each for each in self.promotions.values() if each.automatic or each.code in codes]
        wanted = [line for line in basket.lines if line.change not in domain.UNAVAILABLE]
        articles = [
            Article(
                product_id=line.product_id,
                category="posters",
                price=line.price,
                quantity=line.quantity,
                reducible=line.kind is ProductKind.GOODS,
            )
            for line in wanted
        ]
        day = self.today
        found = domain.discount(articles, given, day, country, self.currency, self.zones)
        off = dict(zip((line.sku for line in wanted), found.lines, strict=True))
        return msgspec.structs.replace(
            basket,
            lines=tuple(msgspec.structs.replace(line, discount=off.get(line.sku, 0)) for line in basket.lines),
            deliveries=tuple(
                domain.pay_by_voucher(option, self.vouchers_of(owner), self.currency, day)[0]
                for option in delivery.options(
                    country, basket.subtotal, day, found, domain.are_vouchers(wanted), self.currency, self.zones
                )
            ),
            vouchers=tuple(domain._entered_voucher(each, self.currency, day) for each in self.vouchers_of(owner)),
            discount=found.goods,
            promotions=found.promotions,
            codes=tuple(
                discounts.explain(each, articles, day.isoformat(), found) for each in given if not each.automatic
            ),
        )

    def vouchers_of(self, owner: str) -> list[StaffVoucher]:
        """The vouchers in the owner's basket."""
        return [self.vouchers[each] for each in self.entered_vouchers.get(owner, ())]

    def add_voucher(self, value: int, code: str = "ABCDEFGHIJKLWXYZ", **changes: Any) -> StaffVoucher:
        """A voucher with this code."""
        made = StaffVoucher(
            id=voucher_id(code), hint=code[-4:], currency="EUR", balance=value, value=value, version=1, mails=1,
            expires_on="2029-12-31", email="ada@example.com", issued_at="2026-11-03T10:20:00.000Z",
            entries=(Entry(at="2026-11-03T10:20:00.000Z", kind=EntryKind.ISSUED, amount=value, by="grace"),),
        )  # fmt: skip
        self.vouchers[made.id] = msgspec.structs.replace(made, **changes)
        return self.vouchers[made.id]

    def check_voucher(self, _: str, __: Any, ___: Any, body: Any) -> VoucherBalance:
        found = self.find_voucher("", None, None, body)
        return VoucherBalance(balance=found.balance, currency=found.currency, expires_on=found.expires_on)

    def find_voucher(self, _: str, __: Any, ___: Any, body: Any) -> StaffVoucher:
        if (found := self.vouchers.get(voucher_id(body.code))) is None:
            raise Refused(404, "no-voucher", "There is no such voucher")
        return found

    def list_vouchers(self, *_: Any) -> VoucherPage:
        return VoucherPage(items=tuple(self.vouchers.values()), next=None)

    def list_voucher_holds(self, *_: Any) -> VoucherHoldPage:
        return VoucherHoldPage(items=(), next=None)

    def get_voucher(self, _: str, path: Any, *__: Any) -> StaffVoucher:
        if path.voucher_id not in self.vouchers:
            raise Refused(404, "no-voucher", "There is no such voucher")
        return self.vouchers[path.voucher_id]

    def issue_voucher(self, _: str, __: Any, ___: Any, body: Any) -> StaffVoucher:
        self.issued_vouchers = [*getattr(self, "issued_vouchers", []), body]
        return self.add_voucher(body.value, email=body.email)

    def block_voucher(self, owner: str, path: Any, query: Any, body: Any) -> StaffVoucher:
        found = self.get_voucher(owner, path)
        self.vouchers[found.id] = msgspec.structs.replace(found, blocked=body.blocked)
        return self.vouchers[found.id]

    def resend_voucher(self, owner: str, path: Any, query: Any, body: Any) -> StaffVoucher:
        found = self.get_voucher(owner, path)
        self.vouchers[found.id] = msgspec.structs.replace(found, mails=body.number)
        return self.vouchers[found.id]

    def withdraw_voucher(self, owner: str, path: Any, query: Any, body: Any) -> StaffVoucher:
        found = self.get_voucher(owner, path)
        if found.version != body.version or not found.balance:
            raise Refused(409, "changed-meanwhile", "The voucher has changed meanwhile")
        after = msgspec.structs.replace(found, balance=0, withdrawn=found.balance, version=found.version + 1)
        self.vouchers[found.id] = after
        return after

    def list_sold_vouchers(self, _: str, path: Any, *__: Any) -> VoucherPage:
        mine = [each for each in self.vouchers.values() if each.order_id == path.order_id]
        return VoucherPage(items=tuple(mine), next=None)

    def enter_code(self, owner: str, path: Any, query: Any, _: Any) -> Basket:
        if (voucher := self.vouchers.get(voucher_id(path.code))) is not None:
            had = self.entered_vouchers.get(owner, ())
            self.entered_vouchers[owner] = code_rules.enter_voucher(had, voucher, self.today, "EUR")
            return self._show(owner, query.country)  # type: ignore[attr-defined,no-any-return]
        found = self.promotions.get(path.code)
        self.codes[owner] = code_rules.enter_code(self.codes.get(owner, ()), found, self.today)
        return self._show(owner, query.country)  # type: ignore[attr-defined,no-any-return]

    def remove_code(self, owner: str, path: Any, query: Any, _: Any) -> Basket:
        self.codes[owner] = tuple(code for code in self.codes.get(owner, ()) if code != path.code)
        had = self.entered_vouchers.get(owner, ())
        self.entered_vouchers[owner] = tuple(each for each in had if each != path.code)
        return self._show(owner, query.country)  # type: ignore[attr-defined,no-any-return]

    def list_promotions(self, *_: Any) -> PromotionPage:
        return PromotionPage(items=tuple(self.promotions.values()), next=None)

    def list_uses(self, *_: Any) -> UsePage:
        return UsePage(items=(), next=None)

    def get_promotion(self, _: str, path: Any, *__: Any) -> StaffPromotion:
        if path.code not in self.promotions:
            raise Refused(404, "no-promotion", "There is no such promotion")
        return self.promotions[path.code]

    def create_promotion(self, _: str, path: Any, __: Any, body: NewPromotion) -> StaffPromotion:
        rules.check(body)
        if path.code in self.promotions:
            raise Refused(409, "code-taken", "This code is taken")
        self.promotions[path.code] = rules.new_promotion(path.code, body, clock.now())
        return self.promotions[path.code]

    def end_promotion(self, owner: str, path: Any, query: Any, _: EndPromotion) -> StaffPromotion:
        self.promotions[path.code] = msgspec.structs.replace(self.get_promotion(owner, path, query, _), ended=True)
        return self.promotions[path.code]
