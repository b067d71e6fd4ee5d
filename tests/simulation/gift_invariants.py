"""What must be true of gift vouchers that orders bought, once everything is over."""

from collections import Counter

from backend.order.item import decode
from tests.simulation.monitor import must
from tests.simulation.shop import Shop
from tests.simulation.store import Item


def check_gift_sales(shop: Shop, orders: dict[str, Item]) -> None:
    """Each piece of a confirmed order is one voucher, of what it cost and mailed; what was withdrawn is refunded."""
    vouchers = [row for (_, sk), row in shop.cloud.store.tables["voucher"].items() if sk == "VOUCHER"]
    texts = " ".join(mail.text for mail in shop.cloud.mails if mail.name.startswith("voucher-")).replace("-", "")
    for order_id, item in orders.items():
        life, bought = decode(item)
        mine = [row for row in vouchers if row.get("order_id", {}).get("S") == order_id]
        worth = Counter(int(row["value"]["N"]) for row in mine)
        paid = Counter({line.price: line.quantity for line in bought.lines if life.is_settled})
        must(worth == paid, f"INV-26: {order_id} is {life.state} and bought {paid}, and {worth} is issued")
        lost = [row["hint"]["S"] for row in mine if "code" in row and row["code"]["S"] not in texts]
        must(not lost, f"INV-26: {order_id} bought {lost}, of which nobody was mailed a code")
        withdrawn = sum(int(row["withdrawn"]["N"]) for row in mine)
        back = sum(each.amount for each in life.refunds) if life.is_settled else 0
        must(withdrawn == back, f"INV-26: {withdrawn} was taken off the vouchers of {order_id}, and {back} went back")
