"""Everybody who may try: the owner of the things, and all who have no business with them."""

import enum
import os
from dataclasses import dataclass, field

from backend.contracts import guest_keys
from backend.contracts.basket.operations import SET_GUEST_LINE
from backend.contracts.order.guest_operations import GET_GUEST_ORDER
from tests.cloud import ShopCloud
from tests.integration import forgery
from tests.integration.api import Api, until
from tests.integration.shop import GuestShopper, Shopper, guest_id, sell, token


class Who(enum.StrEnum):
    """The callers of the access matrix."""

    ANONYMOUS = "anonymous"
    OTHER_GUEST = "another guest, with his own guest id as token"
    OTHER_SHOPPER = "another shopper"
    SHOPPER_AS_STAFF = "a shopper with the staff scope"
    GROUP_LIKE_STAFF = "a shopper in a group whose name holds the word staff"
    STAFF_UNSCOPED = "staff with a shopper's scope only"
    STAFF = "staff"
    EXPIRED = "the owner's expired token"
    TAMPERED = "another shopper's token with the owner's sub"
    UNSIGNED = "the owner's claims without a signature"
    ID_TOKEN = "the owner's ID token"
    OTHER_POOL = "another pool's token with the owner's claims"
    OTHER_POOL_KEY = "this pool's claims under another pool's key"
    OTHER_CLIENT = "another client's token"
    UNSCOPED = "the owner's token without a scope of the shop"


@dataclass
class World:
    """What the owner has – a basket, an order, a guest's basket from before – and the tokens of all who try to get at
    it."""

    api: Api
    owner: Shopper
    form: dict[str, object]
    order_id: str
    guest: str
    guest_order: dict[str, str]
    stranger: str
    article: str
    sku: str
    tokens: dict[Who, str]
    state: dict[str, object] = field(default_factory=dict)
    """All tables after tries that were refused, which the next ones begin with; empty where they may have changed."""

    @property
    def sub(self) -> str:
        return str(forgery.claims(self.owner.token)["sub"])

    @property
    def secrets(self) -> tuple[str, ...]:
        """What only the owner may be told."""
        return (
            self.order_id,
            self.guest,
            self.guest_order["order_key"],
            self.sub,
            self.sku,
            "Rue Secrète",
            "Owner Only",
            "owner.only@example.com",
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """Whose items in the tables are the owner's."""
        own = guest_keys.owner(self.guest_order["order_key"])
        return (f"shopper#{self.sub}", f"guest#{self.guest}", own)

    @property
    def altered_key(self) -> dict[str, str]:
        """The path of the guest's order, with a key as close to its own as can be."""
        key = self.guest_order["order_key"]
        return self.guest_order | {"order_key": key[:-1] + ("0" if key[-1] != "0" else "1")}


def world(api: Api, staff: str) -> World:
    """The owner and his things, settled: no event of theirs is on its way any more."""
    name = f"owned-{os.urandom(4).hex()}"
    sku = sell(api, staff, name)
    owner, guest = Shopper(api, api.cloud.new_account()), guest_id()
    owner.add(sku)
    address = {"name": "Owner Only", "email": "owner.only@example.com", "street": "Rue Secrète 1", "postal_code": "75001",
               "town": "Paris", "country": "FR"}  # fmt: skip
    form = owner.form(address=address, token=token(api.cloud))
    placed = owner.check_out(form)
    assert placed.status_code == 202, placed.text
    order_id = placed.json()["order_id"]
    owner.came_to(order_id, "confirmed")
    owner.add(sku, 2)
    guest_order = GuestShopper(api, guest).buy(sku, address=address)
    until(lambda: api(GET_GUEST_ORDER, path=guest_order).json(), lambda order: order.get("state") == "confirmed")
    api(SET_GUEST_LINE, path={"guest_id": guest, "sku": sku}, body={"quantity": 3})
    stranger = guest[:-1] + ("0" if guest[-1] != "0" else "1")
    return World(
        api, owner, form, order_id, guest, guest_order, stranger, name, sku, _tokens(api.cloud, owner, staff, stranger)
    )


def _tokens(cloud: ShopCloud, owner: Shopper, staff: str, stranger: str) -> dict[Who, str]:
    claims = forgery.claims(owner.token)
    pool = forgery.signer(cloud, cloud.outputs["UserPoolId"], owner.token)
    elsewhere = forgery.other_pool(cloud)
    other = cloud.tokens(cloud.new_account(), "openid email profile shop/shopper")["access_token"]
    issuer = cloud.outputs["Issuer"].rpartition("/")[0] + "/us-east-1_elsewhere"
    return {
        Who.ANONYMOUS: "",
        Who.OTHER_GUEST: stranger,
        Who.OTHER_SHOPPER: other,
        Who.SHOPPER_AS_STAFF: cloud.tokens(cloud.new_account())["access_token"],
        Who.GROUP_LIKE_STAFF: _member_token(cloud, f"{os.urandom(4).hex()},staff"),
        Who.STAFF_UNSCOPED: cloud.tokens(cloud.account("staff"), "openid email profile shop/shopper")["access_token"],
        Who.STAFF: staff,
        Who.EXPIRED: pool.sign(forgery.stale(claims)),
        Who.TAMPERED: forgery.with_sub(other, str(claims["sub"])),
        Who.UNSIGNED: pool.sign(claims, alg="none").rpartition(".")[0] + ".",
        Who.ID_TOKEN: owner.tokens["id_token"],
        Who.OTHER_POOL: elsewhere.sign(claims | {"iss": issuer}),
        Who.OTHER_POOL_KEY: forgery.Signer(elsewhere.key, pool.kid).sign(claims),
        Who.OTHER_CLIENT: pool.sign(claims | {"client_id": "another"}),
        Who.UNSCOPED: cloud.tokens(owner.account, "openid email profile")["access_token"],
    }


def _member_token(cloud: ShopCloud, group: str) -> str:
    """The token of a shopper in a group of that name, which nobody has made before."""
    pool, cognito = cloud.outputs["UserPoolId"], cloud.client("cognito-idp")
    account = cloud.new_account()
    cognito.create_group(UserPoolId=pool, GroupName=group)
    cognito.admin_add_user_to_group(UserPoolId=pool, Username=account.email, GroupName=group)
    return str(cloud.tokens(account)["access_token"])
