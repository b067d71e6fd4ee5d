"""Wish lists as the services of the tests answer."""

from typing import Any

from msgspec.structs import replace

from backend.contracts.operation import Empty
from backend.contracts.problem import Refused
from backend.contracts.wish.alerts import Alert, AlertKind, AlertList, AlertState, RequestAlert
from backend.contracts.wish.models import (
    PAGE_SIZE,
    MergedWishes,
    MergeWishes,
    Wish,
    Wished,
    WishedVariant,
    WishPage,
)
from backend.contracts.wish.sharing import Share

SHARE_KEY = "0123456789abcdef" * 2


class Wishing:
    """Lists by owner, newest last, the shopper's `alerts`, those `asked` for without an account, and those that `links`
    of mails open. `sold` are the things that can be wished for: by product, its variants. `shared` has the keys of links, by owner."""

    def __init__(self) -> None:
        super().__init__()
        self.sold = {"slow-tide": ["TIDE-A4", "TIDE-A3"], "dot-notebook": ["DOTS"]}
        self.wishes: dict[str, list[Wish]] = {}
        self.alerts: list[Alert] = []
        self.asked: list[RequestAlert] = []
        self.links: dict[str, Alert] = {}
        self.stopped: set[str] = set()
        self.shared: dict[str, str] = {}

    def list_wishes(self, owner: str, _: Any, query: Any, __: Any) -> WishPage:
        newest = self.wishes.get(owner, [])[::-1]
        shown = newest[(query.page - 1) * PAGE_SIZE : query.page * PAGE_SIZE]
        return WishPage(items=tuple(shown), count=len(newest), share_key=self.shared.get(owner))

    def share_wishes(self, owner: str, *_: Any) -> Share:
        return Share(share_key=self.shared.setdefault(owner, SHARE_KEY))

    def stop_sharing_wishes(self, owner: str, *_: Any) -> Empty:
        self.shared.pop(owner, None)
        return Empty()

    def list_shared_wishes(self, _: str, path: Any, query: Any, __: Any) -> WishPage:
        for owner, key in self.shared.items():
            if key == path.share_key:
                return replace(self.list_wishes(owner, None, query, None), share_key=None)
        raise Refused(404, "not-found", "This list is not shared any more")

    def get_wished(self, owner: str, *_: Any) -> Wished:
        newest = self.wishes.get(owner, [])[::-1]
        return Wished(items=tuple(WishedVariant(product_id=each.product_id, sku=each.sku) for each in newest))

    def add_wish(self, owner: str, path: Any, _: Any, body: Any) -> Wished:
        variants = self.sold.get(path.product_id, [])
        sku = body.sku or (variants[0] if variants else "")
        if sku not in variants:
            raise Refused(404, "not-found", "This is no longer available")
        if sku not in [each.sku for each in self.wishes.get(owner, [])]:
            self.wishes.setdefault(owner, []).append(wish(path.product_id, sku))
        return self.get_wished(owner)

    def remove_wish(self, owner: str, path: Any, query: Any, _: Any) -> Wished:
        kept = [
            each
            for each in self.wishes.get(owner, [])
            if each.product_id != path.product_id or query.sku not in (None, each.sku)
        ]
        self.wishes[owner] = kept
        return self.get_wished(owner)

    def merge_wishes(self, owner: str, _: Any, __: Any, body: MergeWishes) -> MergedWishes:
        moving = self.wishes.pop(f"guest#{body.guest_id}", [])
        self.wishes[owner] = self.wishes.get(owner, []) + moving
        return MergedWishes(wished=self.get_wished(owner), moved=len(moving), left=0)

    def request_alert(self, _: str, __: Any, ___: Any, body: RequestAlert) -> Empty:
        self.asked.append(body)
        return Empty()

    def set_alert(self, _: str, path: Any, __: Any, body: Any) -> Alert:
        self.alerts.append(_alert(AlertState.ACTIVE, path.kind))
        return self.alerts[-1]

    def list_alerts(self, *_: Any) -> AlertList:
        return AlertList(items=tuple(self.alerts))

    def delete_alert(self, _: str, path: Any, *__: Any) -> Empty:
        self.alerts = [each for each in self.alerts if (each.kind, each.sku) != (path.kind, path.sku)]
        return Empty()

    def delete_alerts(self, _: str, path: Any, *__: Any) -> Empty:
        self.alerts = [each for each in self.alerts if each.kind != path.kind]
        return Empty()

    def link_alert(self, key: str) -> None:
        """An alert whose address is not confirmed."""
        self.links[key] = _alert(AlertState.UNCONFIRMED)

    def get_alert(self, _: str, path: Any, *__: Any) -> Alert:
        if path.alert_key not in self.links:
            raise Refused(404, "not-found", "There is no such alert")
        return self.links[path.alert_key]

    def confirm_alert(self, _: str, path: Any, *__: Any) -> Alert:
        self.links[path.alert_key] = _alert(AlertState.ACTIVE)
        return self.links[path.alert_key]

    def stop_alert(self, owner: str, path: Any, *__: Any) -> Empty:
        self.get_alert(owner, path)
        self.links[path.alert_key] = _alert(AlertState.STOPPED)
        self.stopped.add(path.alert_key)
        return Empty()


def _alert(state: AlertState, kind: AlertKind = AlertKind.BACK) -> Alert:
    return Alert(
        kind=kind, sku="TIDE-A4", product_id="slow-tide", state=state, title="Slow Tide", price=2400, currency="EUR"
    )


def wish(product_id: str = "slow-tide", sku: str = "TIDE-A4", **more: Any) -> Wish:
    """A wish at an ordinary price."""
    known = {"title": "Slow Tide", "currency": "EUR", "price": 2400, "wished_price": 2400, "since": 1}
    return Wish(product_id=product_id, sku=sku, **(known | more))
