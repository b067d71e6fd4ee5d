"""Keeps a state of this release for the tests of later ones: `python -m tests.releases.keep VERSION`.

A shop of its own is started, a little is bought in it, and what the local cloud saved at its end is packed into
`tests/releases/state/VERSION/`: `state.tar.xz`, and `told.json`, which says what a later release must find. Functions'
code and logs are left out: an upgrade replaces them.
"""

import argparse
import json
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from backend.contracts.basket.operations import SET_GUEST_LINE
from backend.contracts.order.operations import CANCEL_ORDER, MOVE_ORDER
from backend.contracts.search.operations import PUT_SYNONYMS
from tests.cloud import ShopCloud
from tests.integration.api import Api
from tests.integration.shop import Shopper, guest_id, sell

STATE = Path(__file__).parent / "state"
LEFT_OUT = ("lambda-blobs", "cloudwatch.json", "cloudwatch_logs.json", "ec2.json", "elasticache.json")
REFUSED_CARD = "4000 0000 0000 0002"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.releases.keep", description=__doc__)
    parser.add_argument("version", help="the release, such as 0.2.0")
    target = STATE / parser.parse_args().version
    with tempfile.TemporaryDirectory() as folder:
        shop = ShopCloud.start(Path(folder))
        try:
            told = fill(shop)
        finally:
            shop.stop()
        pack(shop.place.state, target)
    (target / "told.json").write_text(json.dumps(told, indent=2) + "\n")
    print(f"{target} holds the state of this release")


def fill(shop: ShopCloud) -> dict[str, Any]:
    """Buys a little; says what there is then."""
    api, staff = Api(shop), str(shop.tokens(shop.account("staff"))["access_token"])
    ada, grace = Shopper(api, shop.account("shopper")), Shopper(api, shop.new_account())
    skus = [sell(api, staff, name) for name in ("kept-print", "kept-mug")]
    orders = [
        _buy(ada, skus[0]),
        _send(api, staff, ada, skus[1]),
        _cancel(api, grace, skus[0]),
        _decline(grace, skus[1]),
    ]
    ada.add(skus[1], 2)
    guest = guest_id()
    assert api(SET_GUEST_LINE, path={"guest_id": guest, "sku": skus[0]}, body={"quantity": 3}).ok
    assert api(PUT_SYNONYMS, staff, body={"groups": [["mug", "cup"]], "version": 0}).ok
    return {"orders": orders, "skus": skus, "basket": ada.basket(), "guest": guest, "other": grace.account.email}


def _buy(who: Shopper, sku: str) -> dict[str, Any]:
    return who.came_to(who.buy(sku), "confirmed")


def _send(api: Api, staff: str, who: Shopper, sku: str) -> dict[str, Any]:
    order = _buy(who, sku)
    owner = f"shopper#{_subject(api, who)}"
    for state, note in (("packed", ""), ("sent", "TRACK-1")):
        moved = api(
            MOVE_ORDER, staff, path={"order_id": order["id"]}, body={"owner": owner, "state": state, "note": note}
        )
        assert moved.ok, moved.text
    return who.order(order["id"])


def _subject(api: Api, who: Shopper) -> str:
    pool = api.cloud.outputs["UserPoolId"]
    user = api.cloud.client("cognito-idp").admin_get_user(UserPoolId=pool, Username=who.account.email)
    return next(str(each["Value"]) for each in user["UserAttributes"] if each["Name"] == "sub")


def _cancel(api: Api, who: Shopper, sku: str) -> dict[str, Any]:
    order = _buy(who, sku)
    assert api(CANCEL_ORDER, who.token, path={"order_id": order["id"]}).ok
    return who.order(order["id"])


def _decline(who: Shopper, sku: str) -> dict[str, Any]:
    return who.came_to(who.buy(sku, card=REFUSED_CARD), "declined")


def pack(state: Path, target: Path) -> None:
    """Packs the state folder, but for what an upgrade replaces."""
    target.mkdir(parents=True, exist_ok=True)
    with tarfile.open(target / "state.tar.xz", "w:xz") as archive:
        for path in sorted(state.iterdir()):
            if path.name not in LEFT_OUT:
                archive.add(path, arcname=f"state/{path.name}")


def unpack(version: str, folder: Path) -> dict[str, Any]:
    """Puts the kept state into a local cloud's folder; what is told of it."""
    with tarfile.open(STATE / version / "state.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return dict(json.loads((STATE / version / "told.json").read_text()))


if __name__ == "__main__":
    main()
