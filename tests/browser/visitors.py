"""Browsers and their owners before the shop, for visits to every page."""

from functools import cached_property
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from backend.contracts.basket.operations import CLEAR_BASKET
from backend.contracts.order.states import State
from backend.contracts.product.operations import DELETE_PRODUCT, REPLACE_PRODUCT
from infra.local.accounts import Account
from tests.browser import letters
from tests.browser.conftest import Storefront
from tests.browser.orders_by_state import make_order
from tests.browser.page_monitor import Watch
from tests.browser.steps import PATIENCE_MS, sign_in
from tests.browser.stock import STOCK
from tests.integration.api import Api, until
from tests.integration.fault_injection import Queue, empty_dead_letter_queues
from tests.integration.shop import Shopper, article, sell
from tests.storefront.account import totp

DESKTOP = {"width": 1280, "height": 900}


class World:
    """Pages of a visitor without an account, of a shopper, of the same shopper while the services are down, and of
    staff.

    `watch` sees them all.
    """

    def __init__(self, browser: Browser, storefront: Storefront, faulty: str, watch: Watch) -> None:
        self._browser, self._storefront, self._faulty, self._watch = browser, storefront, faulty, watch
        self._contexts: list[BrowserContext] = []
        self._made: dict[State, str] = {}
        self.api = Api(storefront.cloud)

    def open(self, page: Page, path: str) -> Page:
        """As a person would: at a desk, by daylight, the last page left behind."""
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        page.goto(path)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        empty_dead_letter_queues(self.api.cloud)

    @cached_property
    def visitor(self) -> Page:
        return self._context(self._storefront.url).new_page()

    @cached_property
    def stranger(self) -> Page:
        """Who has nothing in a basket."""
        return self._context(self._storefront.url).new_page()

    def fresh(self) -> Page:
        """Who has not been here before."""
        return self._context(self._storefront.url).new_page()

    @cached_property
    def account(self) -> Account:
        return self._storefront.cloud.new_account()

    @cached_property
    def shopper(self) -> Page:
        return self._signed_in(self.account)

    @cached_property
    def worker(self) -> Page:
        """Who works here."""
        return self._signed_in(self._storefront.cloud.account("staff"))

    @cached_property
    def idle(self) -> Page:
        """Who has an account and never ordered anything."""
        return self._signed_in(self.idle_account)

    @cached_property
    def idle_account(self) -> Account:
        return self._storefront.cloud.new_account()

    @cached_property
    def careful_account(self) -> Account:
        return self._storefront.cloud.new_account()

    @cached_property
    def careful(self) -> Page:
        """Who has set up a second factor."""
        page = self._signed_in(self.careful_account)
        page.goto("/account/second-factor")
        page.get_by_label("Code from the app").fill(totp.code(page.locator(".factor__key").inner_text()))
        page.get_by_role("button", name="Set it up").click()
        return page

    @cached_property
    def saver(self) -> Page:
        """Who has saved addresses."""
        return self._signed_in(self._saving)

    @property
    def saver_token(self) -> str:
        return str(self._storefront.cloud.tokens(self._saving)["access_token"])

    @cached_property
    def _saving(self) -> Account:
        return self._storefront.cloud.new_account()

    @property
    def unlucky(self) -> Page:
        """The shopper's browser at the storefront whose services are down."""
        return self._newest_page(self._unlucky, self.shopper)

    @cached_property
    def _unlucky(self) -> BrowserContext:
        return self._context(self._faulty)

    @property
    def unlucky_worker(self) -> Page:
        """The worker's browser there."""
        return self._newest_page(self._unlucky_worker, self.worker)

    @cached_property
    def _unlucky_worker(self) -> BrowserContext:
        return self._context(self._faulty)

    @staticmethod
    def _newest_page(context: BrowserContext, person: Page) -> Page:
        """Return a new page for who `person` is by now.

        Close earlier ones: one that still polls an order may lead itself to sign in.
        """
        for page in context.pages:
            page.close()
        context.add_cookies(person.context.cookies())  # type: ignore[arg-type]
        return context.new_page()

    @cached_property
    def failed(self) -> str:
        """Messages that failed, on a queue each: one that can go on, whose id it is, one that is stuck and one that is
        no event."""
        undelivered, unpublished, unbuilt = (
            Queue(self.api.cloud, name) for name in ("BusUndelivered", "OrderUnpublished", "SearchUnbuilt")
        )
        unpublished.send(letters.NOTE)
        unbuilt.send("<script>alert(1)</script> \u202e and no event at all")
        to = Queue(self.api.cloud, "InventoryQueue").attributes("QueueArn")["QueueArn"]
        return undelivered.put(
            letters.EVENT, TARGET_ARN=to, ERROR_CODE="NO_PERMISSIONS", ERROR_MESSAGE="Lack of permissions to the queue"
        )

    def _context(self, url: str, **options: Any) -> BrowserContext:
        settings: dict[str, Any] = {"viewport": DESKTOP, "reduced_motion": "reduce", "service_workers": "block"}
        context = self._browser.new_context(base_url=url, **settings, **options)
        context.set_default_timeout(PATIENCE_MS)
        context.on("page", self._watch.over)
        self._contexts.append(context)
        return context

    def _signed_in(self, account: Account) -> Page:
        page = self._context(self._storefront.url).new_page()
        page.goto("/account/")
        sign_in(page, account)
        return page

    @cached_property
    def _buyer(self) -> Shopper:
        """The same shopper beside the browser, by the API."""
        return Shopper(self.api, self.account)

    def fill_basket(self, pieces: int = 1) -> None:
        """Just two things in the shopper's basket."""
        self.api(CLEAR_BASKET, self._buyer.token)
        self._buyer.add(STOCK[0].product.variants[0].sku, pieces)
        self._buyer.add(STOCK[-1].product.variants[0].sku)

    def order(self) -> str:
        """The id of an order that was placed from elsewhere."""
        self.fill_basket()
        return str(self._buyer.arrived(self._buyer.buy(STOCK[1].product.variants[0].sku))["id"])

    def order_that_is(self, state: State) -> str:
        """The id of an order of the shopper's that came to this state."""
        if state not in self._made:
            self._made[state] = make_order(self.api, self._buyer, self._staff_token, state)
        return self._made[state]

    def order_without_invoice(self) -> str:
        """The id of an order whose invoice is not there, as if a release had confirmed it that knew none."""
        order_id, items = self.order(), self._storefront.cloud.client("dynamodb")
        invoice = {
            "TableName": self._storefront.cloud.outputs["InvoiceTable"],
            "Key": {"pk": {"S": f"ORDER#{order_id}"}, "sk": {"S": "INVOICE"}},
        }
        until(lambda: items.get_item(**invoice), lambda reply: "Item" in reply)
        items.delete_item(**invoice)
        return order_id

    @property
    def _staff_token(self) -> str:
        return str(self._storefront.cloud.tokens(self._storefront.cloud.account("staff"))["access_token"])

    def change_the_shop_under_a_basket(self) -> None:
        """Two things in the basket: one costs more by now, the other is gone."""
        staff = self._staff_token
        self.api(CLEAR_BASKET, self._buyer.token)
        for name in ("dearer", "withdrawn"):
            self._buyer.add(sell(self.api, staff, name))
        dearer = {key: value for key, value in article("dearer", 3900).items() if key != "id"}
        self.api(REPLACE_PRODUCT, staff, path={"product_id": "dearer"}, query={"version": 1}, body=dearer)
        self.api(DELETE_PRODUCT, staff, path={"product_id": "withdrawn"}, query={"version": 1})
        until(lambda: len(self._buyer.changes()), lambda count: count == 2)
