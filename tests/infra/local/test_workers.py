"""However many call at once, the local cloud runs no more processes of a function than the processors bear."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from backend.contracts.product.operations import LIST_CATEGORIES
from tests.cloud import ShopCloud
from tests.integration.api import Api

AT_ONCE = 40
MOST = max(4, 2 * (os.cpu_count() or 2))


def test_a_crowd_at_a_cold_function_is_served_by_few_processes_and_nobody_is_refused(cloud: ShopCloud) -> None:
    for process in cloud.functions("ProductHandler"):
        process.kill()
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        answers = list(crowd.map(lambda _: Api(cloud)(LIST_CATEGORIES).status_code, range(2 * AT_ONCE)))
    assert set(answers[AT_ONCE:]) == {200}
    assert answers.count(200) >= 2 * AT_ONCE - MOST  # a call may meet a process that was just killed
    assert 1 <= len(cloud.functions("ProductHandler")) <= MOST


def test_processes_of_a_function_run_from_one_unpacked_copy_of_its_code(cloud: ShopCloud) -> None:
    assert Api(cloud)(LIST_CATEGORIES).ok
    folders = {Path(process.cwd()) for process in cloud.functions("ProductHandler")}
    assert [folder.parent for folder in folders] == [cloud.place.workshop.resolve()]
