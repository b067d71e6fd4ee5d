"""A story of rates of tax: two owners change them while people buy prints and books."""

from msgspec import convert

from backend.contracts.delivery.operations import GET_TAX_RATES, SET_TAX_RATES
from backend.contracts.delivery.tax_rates import CountryTax, SetTaxRates, TaxRates
from tests.simulation.buyers import Buyer
from tests.simulation.monitor import Watch
from tests.simulation.scheduler import PEOPLE
from tests.simulation.shop import Shop
from tests.simulation.staff import Staff


class RateKeeper(Staff):
    """Looks at the rates and changes them, with one click or two; what was acknowledged is kept by its version."""

    def __init__(self, shop: Shop, acknowledged: dict[int, list[TaxRates]]) -> None:
        super().__init__(shop)
        self.acknowledged = acknowledged

    def works(self) -> None:
        for _ in range(8):
            self.world.sleep(self.random.uniform(1, 200))
            if seen := self._ask(GET_TAX_RATES):
                self._changes(convert(seen, TaxRates))

    def _changes(self, seen: TaxRates) -> None:
        self.world.sleep(self.random.uniform(0, 5))
        books = self.random.choice((None, 0, 500, 700))
        home = CountryTax(country="DE", standard=self.random.choice((0, 1600, 1900, 2500)), books=books)
        if books is not None and books > home.standard:
            return
        body = SetTaxRates(countries=(home,), version=seen.version, by="grace")
        for _ in range(self.random.choice((1, 2))):
            if acknowledged := self._ask(SET_TAX_RATES, body=body):
                rates = convert(acknowledged, TaxRates)
                self.acknowledged.setdefault(rates.version, []).append(rates)


def rate_keepers(shop: Shop, watch: Watch) -> list[Buyer]:
    """Five buyers, two owners and one of the staff, who know nothing of each other."""
    buyers: list[Buyer] = []
    buyers += [Buyer(shop, number, buyers) for number in range(5)]
    for buyer in buyers:
        shop.world.start("buyer", PEOPLE, buyer.shops, 1e9, lambda _: None)
    for worker in (RateKeeper(shop, watch.acknowledged_rates), RateKeeper(shop, watch.acknowledged_rates), Staff(shop)):
        shop.world.start("staff", PEOPLE, worker.works, 1e9, lambda _: None)
    return buyers
