"""Uploads of pictures, from the form to the file in the shop."""

import io
from typing import Any

import requests

from backend.contracts.picture.operations import GET_UPLOAD, START_UPLOAD
from tests.integration.api import Api, until


def start(api: Api, staff: str) -> dict[str, Any]:
    reply = api(START_UPLOAD, staff, body={"back": f"{api.cloud.storefront}/staff/products/"})
    assert reply.status_code == 201, reply.text
    return dict(reply.json())


def post(upload: dict[str, Any], content: bytes, name: str = "a.jpg", **changed: str) -> requests.Response:
    fields = {**upload["fields"], **changed}
    return requests.post(
        upload["url"], data=fields, files={"file": (name, io.BytesIO(content))}, allow_redirects=False, timeout=60
    )


def await_picture(api: Api, staff: str, upload: dict[str, Any]) -> dict[str, Any]:
    def ask() -> dict[str, Any]:
        return dict(api(GET_UPLOAD, staff, path={"picture_id": upload["id"]}).json())

    return until(ask, lambda told: told["status"] != "awaited")
