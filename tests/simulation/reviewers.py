"""Shoppers who review what they bought: too early, twice at once, changed and withdrawn; and staff who read it."""

import functools
from typing import Any

import msgspec

from backend.contracts.basket.models import CheckOut, Delivery, SetLine
from backend.contracts.basket.operations import SET_LINE
from backend.contracts.order.operations import GET_ORDER
from backend.contracts.order.states import State
from backend.contracts.picture.review_operations import CHECK_REVIEW_PICTURE, START_REVIEW_PICTURE
from backend.contracts.review.models import ReviewState, StaffReview
from backend.contracts.review.operations import (
    DECIDE_REVIEW,
    LIST_OWN_REVIEWS,
    LIST_REVIEWS,
    LIST_STAFF_REVIEWS,
    PUT_REVIEW,
    REPORT_REVIEW,
    TAKE_VOTE_BACK,
    VOTE_FOR_REVIEW,
    WITHDRAW_REVIEW,
)
from tests.simulation.buyers import ADDRESS, GOOD, Buyer
from tests.simulation.monitor import Watch
from tests.simulation.scheduler import PEOPLE
from tests.simulation.shop import Shop
from tests.simulation.staff import Staff

REVIEWERS, MOVES = 4, 14
BOUGHT, NEVER_BOUGHT = "a", "b"
"""Products: one that every reviewer buys, and one that nobody buys."""


class Reviewer(Buyer):
    """Buys one piece and reviews it. `arrived`: the last review was sent after the parcel was seen to be there."""

    order_id, arrived = "", False

    @functools.cached_property
    def shots(self) -> dict[str, list[dict[str, Any]]]:
        """By product: the pictures that were sent."""
        return {}

    def shops(self) -> None:
        self.ask(SET_LINE, path={"sku": "A-1"}, body=SetLine(quantity=1))
        body = CheckOut(
            key=f"{self.name}-key-key-key",
            address=ADDRESS,
            delivery=Delivery.STANDARD,
            expected_total=1900 + 490,
            token=self.token(GOOD),
        )
        self.order_id = self._clicks(body)
        self._writes(BOUGHT)  # before anything has arrived
        for _ in range(MOVES):
            self.world.sleep(self.random.uniform(1, 200))
            _, order = self.ask(GET_ORDER, path={"order_id": self.order_id})
            self.arrived = bool(order) and any(step["state"] == "delivered" for step in order.get("time_line", ()))
            self.random.choice((self._writes_twice, self._withdraws, self._visits, self._writes))(BOUGHT)
            if self.random.random() < 0.2:
                self._writes(NEVER_BOUGHT)
        self._writes(BOUGHT)

    def _writes(self, product: str) -> None:
        words = {"stars": self.random.randint(1, 5), "name": self.name, "text": f"{self.random.random()}"}
        if self.random.random() < 0.4:
            self._sends_picture(product)
        shots = self.shots.get(product, [])
        pictures = self.random.sample(shots, min(len(shots), self.random.choice((0, 1, 2, 3, 3, 3))))
        self.shots[product] = pictures  # the others are taken out, and gone
        self.ask(
            PUT_REVIEW, path={"product_id": product}, body={"order_id": self.order_id, "pictures": pictures, **words}
        )

    def _sends_picture(self, product: str) -> None:
        status, upload = self.ask(START_REVIEW_PICTURE, path={"product_id": product})
        if status == 409:
            return  # many were sent today
        self.shop.cloud.objects.contents[upload["fields"]["key"]] = f"picture by {self.name}".encode()
        status, picture = self.ask(CHECK_REVIEW_PICTURE, path={"product_id": product, "picture_id": upload["id"]})
        if status == 200:  # where its reply was lost before, it was looked at, and is not there to be looked at again
            self.shots.setdefault(product, []).append(picture)

    def _writes_twice(self, product: str) -> None:
        """In two windows at once."""
        self.world.start("buyer", PEOPLE, lambda: self._writes(product), 1e9, lambda _: None)
        self._writes(product)

    def _withdraws(self, product: str) -> None:
        self.ask(WITHDRAW_REVIEW, path={"product_id": product})

    def _visits(self, product: str) -> None:
        """Votes for what others wrote, takes it back, or reports it; each as often as the button is clicked."""
        _, page = self.ask(LIST_REVIEWS, path={"product_id": product})
        for review in page["items"]:
            path = {"review_id": review["id"], "visitor": f"{self.random.randint(0, 3):032x}"}
            operation = self.random.choice((VOTE_FOR_REVIEW, VOTE_FOR_REVIEW, TAKE_VOTE_BACK, REPORT_REVIEW))
            body = {"reason": "It is rude."} if operation is REPORT_REVIEW else None
            for _ in range(self.random.choice((1, 2))):
                self.ask(operation, path=path, body=body)

    def knocks(self) -> None:
        """Looks at the own reviews when all is over."""
        super().knocks()
        _, own = self.ask(LIST_OWN_REVIEWS)
        states = {review["product_id"]: review["state"] for review in own["items"]}
        assert states.get(NEVER_BOUGHT, "unverified") == "unverified", "INV-23: what was never bought is reviewed"
        if self.arrived:
            assert states[BOUGHT] != "unverified", "INV-23: the review of what was delivered waits for ever"


class Reader(Staff):
    """Packs and sends until all has arrived, and decides about what was written meanwhile."""

    def works(self) -> None:
        for _ in range(3 * MOVES):
            self.world.sleep(self.random.uniform(1, 60))
            moves = (("confirmed", State.PACKED), ("packed", State.SENT), ("sent", State.DELIVERED))
            for state, after in moves:
                self._moves(state, after)
            self._reads()

    def _reads(self) -> None:
        state = self.random.choice((ReviewState.WAITING, ReviewState.REPORTED, ReviewState.PUBLISHED))
        page = self._ask(LIST_STAFF_REVIEWS, query={"state": state.value})
        for each in page["items"] if page else ():
            self._decides(msgspec.convert(each, StaffReview))

    def _decides(self, review: StaffReview) -> None:
        publish = self.random.random() < 0.8
        body: dict[str, Any] = {"publish": publish, "version": review.version, "reason": "" if publish else "Rude."}
        if publish and self.random.random() < 0.3:
            body["without"] = [each.id for each in review.pictures[:1]]
        for _ in range(self.random.choice((1, 1, 2))):
            self._ask(DECIDE_REVIEW, path={"review_id": review.id}, body=body)


def reviewers(shop: Shop, watch: Watch) -> list[Buyer]:
    """The story: four reviewers, and two members of staff who decide at once."""
    shop.world.longest = 4 * 3600
    buyers: list[Buyer] = [Reviewer(shop, number, []) for number in range(REVIEWERS)]
    people = [buyer.shops for buyer in buyers] + [Reader(shop).works for _ in range(2)]
    for live in people:
        shop.world.start("buyer", PEOPLE, live, 1e9, lambda _: None)
    return buyers
