"""A local cloud of the tests' own, with the shop deployed in it, and what tests do to it."""

import os
import re
import socket
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import count, islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psutil
import requests

from backend.contracts.sign_in import TERMINAL_CALLBACK
from infra.local import accounts
from infra.local.accounts import ACCOUNTS, Account
from infra.local.cloud import Cloud
from infra.local.paths import LocalPaths
from infra.local.start import down, read, up

SCOPES = "openid email profile shop/shopper shop/staff"


FIRST_PORT, RANGES, RANGE = 12_000, 400, 50
"""Below the ports that a system takes for outgoing connections, 32768 and more on Linux: none of them takes a port
between being found free and being listened on."""
_given = count()


def free_port() -> int:
    """Return a port that nobody listens on, each time another one.

    Each test process takes them from a range of its own, so no two are given the same.
    """
    first = FIRST_PORT + os.getpid() % RANGES * RANGE
    for number in islice(_given, RANGE):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port := first + number % RANGE))
            return port
    raise RuntimeError(f"all ports from {first} to {first + RANGE - 1} are taken")


@dataclass
class ShopCloud:
    """The running cloud.

    `storefront` is the address that its sign-in pages send people back to: serve the storefront there.
    """

    cloud: Cloud
    place: LocalPaths
    storefront: str

    @classmethod
    def start(cls, folder: Path) -> "ShopCloud":
        place, storefront = LocalPaths(folder), f"http://localhost:{free_port()}"
        return cls(up(place, free_port(), storefront, lambda line: None), place, storefront)

    def stop(self) -> None:
        down(self.place, self.cloud)

    def kill(self) -> None:
        """Ends it at once with all its functions: nobody asks for its state again."""
        cloud = psutil.Process(self.cloud.pid)
        for process in (cloud, *cloud.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                process.kill()

    @cached_property
    def outputs_file(self) -> dict[str, Any]:
        """The outputs file."""
        return read(self.place)

    @property
    def outputs(self) -> dict[str, str]:
        return dict(self.outputs_file["Shop"])

    @property
    def endpoint(self) -> str:
        return self.cloud.endpoint

    @property
    def api(self) -> str:
        return self.outputs["ApiUrl"]

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs in its environment to work with this cloud and to be the storefront before it."""
        return {**self.cloud.environment, "SHOP_OUTPUTS": str(self.place.outputs), "SHOP_URL": self.storefront}

    def client(self, service: str) -> Any:
        """A boto3 client with the root's rights."""
        return self.cloud.client(service)

    def account(self, role: str) -> Account:
        """The demo account of this role: shopper or staff."""
        return next(account for account in ACCOUNTS if account.role == role)

    def new_account(self, role: str = "shopper") -> Account:
        """A confirmed account that no other test knows."""
        account = Account(role, f"{role}-{os.urandom(6).hex()}@halftone.example", "Fresh-paper-and-ink-3")
        accounts.make(self.cloud, self.outputs["UserPoolId"], account)
        return account

    def tokens(self, account: Account, scope: str = SCOPES) -> dict[str, Any]:
        """What the hosted sign-in gives for the account: `access_token`, `id_token`, `refresh_token`."""
        return sign_in(self, account, scope)

    def functions(self, name: str) -> list[psutil.Process]:
        """The warm processes of a function, by its name in the outputs, such as OrderConsumer."""
        function = self.outputs[name]
        return [child for child in psutil.Process(self.cloud.pid).children(recursive=True) if _runs(child, function)]


def _runs(process: psutil.Process, function: str) -> bool:
    return any(f"ministack-lambda-{function}-" in part for part in command_line(process))


def command_line(process: psutil.Process) -> list[str]:
    """None for a process that ended since it was listed: a child on its way out is a zombie for a moment."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def sign_in(shop: ShopCloud, account: Account, scope: str) -> dict[str, Any]:
    """Goes through the hosted page as the terminal's callback would: authorize, log in, exchange the code."""
    web = requests.Session()
    query = {
        "client_id": shop.outputs["TerminalClientId"],
        "response_type": "code",
        "redirect_uri": TERMINAL_CALLBACK,
        "scope": scope,
        "state": "s",
    }
    page = web.get(f"{shop.endpoint}/oauth2/authorize", params=query, timeout=60)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    form = {**fields, "username": account.email, "password": account.password}
    answer = web.post(f"{shop.endpoint}/login", data=form, allow_redirects=False, timeout=60)
    assert answer.status_code == 302, answer.text
    code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
    return _exchange(shop, {"grant_type": "authorization_code", "code": code, "redirect_uri": TERMINAL_CALLBACK})


def _exchange(shop: ShopCloud, grant: dict[str, str]) -> dict[str, Any]:
    """The client of commands is a public one: it has no secret."""
    sent = grant | {"client_id": shop.outputs["TerminalClientId"]}
    reply = requests.post(f"{shop.endpoint}/oauth2/token", data=sent, timeout=60)
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def temporary() -> Path:
    """A folder for one cloud's state, gone with the machine's other temporary files."""
    return Path(tempfile.mkdtemp(prefix="halftone-cloud-"))
