"""Bugs to plant, one at a time: each condition, lock, dedup, ordering and compensation of the real code is broken.

Not among them, for it changes nothing that anybody sees: reading a payment without `ConsistentRead`. Every write of a
payment is on the condition of the version that was read, so a stale reading only makes one more round; 1,000 schedules
agreed.
"""

from tests.simulation.mutants import (
    basket,
    delivery,
    desk,
    erasure,
    guests,
    inventory,
    invoice,
    newsletter,
    notification,
    order,
    payment,
    phone_orders,
    promotion,
    review,
    shared,
    voucher,
    wish,
)

BUGS = (
    *basket.BUGS,
    *shared.BUGS,
    *delivery.BUGS,
    *order.BUGS,
    *inventory.BUGS,
    *payment.BUGS,
    *notification.BUGS,
    *newsletter.BUGS,
    *desk.BUGS,
    *guests.BUGS,
    *phone_orders.BUGS,
    *erasure.BUGS,
    *invoice.BUGS,
    *promotion.BUGS,
    *review.BUGS,
    *voucher.BUGS,
    *wish.BUGS,
)
