"""A story of gift vouchers: some people buy them, others spend them, and staff withdraw what is left on some."""

from msgspec.structs import replace

from backend.contracts.product.kinds import ProductKind
from backend.contracts.voucher.models import WithdrawVoucher
from backend.contracts.voucher.operations import WITHDRAW_VOUCHER
from tests.simulation.buyers import Buyer
from tests.simulation.monitor import Watch
from tests.simulation.scheduler import PEOPLE
from tests.simulation.shop import SKUS, Shop, introduce, product, set_stock
from tests.simulation.staff import Staff

GIFT, WORTH, PIECES = "G-1", 2500, 30


class GiftBuyer(Buyer):
    """Buys gift vouchers for the most part, and goods now and then, with whatever vouchers there are by then."""

    def shops(self) -> None:
        for number in range(4):
            self.alone = number == 0
            self.skus = (GIFT,) if self.random.random() < 0.5 else SKUS
            if order_id := self._buys():
                self._sees_to(order_id)


class Clerk(Staff):
    """Withdraws vouchers, with one click or two."""

    def works(self) -> None:
        for _ in range(6):
            self.world.sleep(self.random.uniform(10, 300))
            for (pk, sk), row in sorted(self.shop.cloud.store.tables["voucher"].items()):
                if sk == "VOUCHER" and "order_id" in row and self.random.random() < 0.08:
                    self._withdraws(pk.removeprefix("VOUCHER#"), int(row["version"]["N"]))

    def _withdraws(self, voucher_id: str, version: int) -> None:
        body = WithdrawVoucher(version=version, reason="You asked for it back.")
        for _ in range(self.random.choice((1, 2))):
            self._ask(WITHDRAW_VOUCHER, path={"voucher_id": voucher_id}, body=body)


def gifts(shop: Shop, watch: Watch) -> list[Buyer]:
    """Five buyers and two of the staff."""
    faulty, shop.world.faulty = shop.world.faulty, False
    introduce(replace(product("g", (GIFT,), {GIFT: WORTH}), kind=ProductKind.VOUCHER))
    set_stock(shop, GIFT, PIECES)
    watch.prices[GIFT] = {WORTH}
    shop.world.faulty = faulty
    buyers: list[Buyer] = []
    buyers += [GiftBuyer(shop, number, buyers) for number in range(5)]
    for buyer in buyers:
        shop.world.start("buyer", PEOPLE, buyer.shops, 1e9, lambda _: None)
    for worker in (Staff(shop), Clerk(shop)):
        shop.world.start("staff", PEOPLE, worker.works, 1e9, lambda _: None)
    return buyers
