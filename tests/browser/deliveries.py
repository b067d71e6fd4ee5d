"""What a shopper of a test was sent."""

import os

from backend.contracts.order.states import State
from infra.local.accounts import Account
from tests.cloud import ShopCloud
from tests.integration.api import Api
from tests.integration.forgery import claims
from tests.integration.shop import ADDRESS, Shopper, deliver, sell, token


def deliver_product(cloud: ShopCloud, account: Account, name: str) -> str:
    """Sell something of this name, with digits of its own, to the account, and deliver it; the product's id."""
    api, product_id = Api(cloud), f"{name}-{os.urandom(4).hex()}"
    staff = str(cloud.tokens(cloud.account("staff"))["access_token"])
    buyer = Shopper(api, account)
    buyer.add(sell(api, staff, product_id))
    form = buyer.form(address=ADDRESS | {"email": account.email}, token=token(cloud))
    order_id = str(buyer.check_out(form).json()["order_id"])
    buyer.came_to(order_id, State.CONFIRMED)
    deliver(api, staff, f"shopper#{claims(buyer.token)['sub']}", order_id)
    return product_id
