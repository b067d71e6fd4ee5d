# ruff: noqa: N803 - arguments are named as boto3 names them
"""The buckets of data exports and pictures, as one: what S3 answers to what the functions call."""

import io
from typing import Any

from tests.simulation.store import refusal

SIGNED = "https://s3.test/"
"""What a signed link begins with; the object's key follows."""


class Objects:
    """The objects by their keys. A page of a list holds two, so that lists have pages."""

    PAGE = 2

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}

    def call(self, operation: str, arguments: dict[str, Any]) -> Any:
        """Do what S3 does for this call."""
        operations = {
            "put_object": self._put,
            "get_object": self._get,
            "delete_object": self._delete,
            "list_objects_v2": self._list,
            "generate_presigned_url": self._sign,
            "generate_presigned_post": self._form,
        }
        return operations[operation](**arguments)

    @staticmethod
    def read_body(arguments: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments as they are on their way: a file is read by then, and may be closed."""
        body = arguments.get("Body", b"")
        return arguments if isinstance(body, bytes) else arguments | {"Body": body.read()}

    def _put(self, Bucket: str, Key: str, Body: bytes, ContentType: str = "", CacheControl: str = "") -> dict[str, str]:
        self.contents[Key] = Body
        return {"ETag": "1"}

    def _get(self, Bucket: str, Key: str) -> dict[str, Any]:
        if Key not in self.contents:
            raise refusal("NoSuchKey", 404)
        return {"Body": io.BytesIO(self.contents[Key])}

    def _delete(self, Bucket: str, Key: str) -> dict[str, Any]:
        self.contents.pop(Key, None)
        return {}

    def _list(self, Bucket: str, Prefix: str, StartAfter: str) -> dict[str, Any]:
        found = sorted(key for key in self.contents if key.startswith(Prefix) and key > StartAfter)
        return {"Contents": [{"Key": key} for key in found[: self.PAGE]]}

    def _form(self, Bucket: str, Key: str, **_: Any) -> dict[str, Any]:
        return {"url": SIGNED, "fields": {"key": Key}}

    def _sign(self, ClientMethod: str, Params: dict[str, str], ExpiresIn: int) -> str:
        return SIGNED + Params["Key"]
