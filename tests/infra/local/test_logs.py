"""What the functions on the local cloud logged, as one list."""

from datetime import datetime, timedelta
from unittest import mock

import pytest

from backend.contracts.product.operations import LIST_CATEGORIES
from backend.contracts.registry import SERVICES
from infra.local import logs
from infra.local.cloud import Failed
from tests.cloud import ShopCloud
from tests.integration.api import Api, until
from tests.integration.shop import Shopper, sell


def test_an_unknown_service_is_refused_with_the_list_of_services(cloud: ShopCloud) -> None:
    with pytest.raises(Failed, match=f"There is no service pages: {', '.join(SERVICES)}"):
        list(logs.read(cloud.cloud, "pages"))


def test_one_services_lines_and_no_others_are_read_without_lambdas_own(cloud: ShopCloud) -> None:
    api = Api(cloud)
    assert api(LIST_CATEGORIES).ok
    sell(api, str(cloud.tokens(cloud.account("staff"))["access_token"]), "logged")
    lines = until(lambda: list(logs.read(cloud.cloud, "basket")))
    assert {line.split()[1] for line in lines} <= {"BasketHandler", "BasketConsumer", "BasketRelay"}
    assert any("INFO    consumed" in line for line in lines)
    assert not any("RequestId" in line for line in lines)
    times = [datetime.fromisoformat(line.split()[0]) for line in lines]
    assert times == sorted(times)


def test_log_lines_of_different_days_name_their_day(monkeypatch: pytest.MonkeyPatch) -> None:
    before_midnight, day = 1_796_082_873_616, int(timedelta(days=1).total_seconds()) * 1000
    events = [(before_midnight + day, "BasketHandler", "second"), (before_midnight, "BasketHandler", "first")]
    monkeypatch.setattr(logs, "_groups", lambda *_: {})
    monkeypatch.setattr(logs, "_events", lambda *_: iter(events))
    first, second = logs.read(mock.Mock(), "basket")
    times = [datetime.fromisoformat(line.split()[0]) for line in (first, second)]
    assert [time.timestamp() * 1000 for time in times] == [before_midnight, before_midnight + day]
    assert first.endswith("first")


def test_one_orders_lines_come_from_every_service_that_names_it(cloud: ShopCloud) -> None:
    api = Api(cloud)
    shopper = Shopper(api, cloud.new_account())
    sku = sell(api, str(cloud.tokens(cloud.account("staff"))["access_token"]), "followed")
    order = shopper.came_to(shopper.buy(sku), "confirmed")["id"]
    lines = until(lambda: list(logs.read(cloud.cloud, order=order)))
    assert all(order in line for line in lines)
    assert list(logs.read(cloud.cloud, order="f" * 28)) == []
