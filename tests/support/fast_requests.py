"""DynamoDB calls to moto without the steps that only other services need; the answers are the same.

- A call is not signed, because moto reads nothing of a signature but whose key it is.
- It is passed on as it is, not parsed as a web form, and its JSON is not searched for form fields.
- Its URL is computed once for each operation of a client, and the caller is named by one word.
- An update's expression is traversed ten times; the class of each of its nodes is looked up once.
"""

from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from botocore.regions import EndpointRulesetResolver
from botocore.signers import RequestSigner
from botocore.useragent import UserAgentString
from moto.core import models
from moto.core.request import Request, environ_key_for_header
from moto.core.utils import utcnow
from moto.dynamodb.parsing.ast_nodes import DepthFirstTraverser, Node
from moto.dynamodb.responses import DynamoHandler
from moto.iam.models import mark_account_as_visited
from moto.utilities.utils import get_partition
from werkzeug.http import http_date

TARGET = "X-Amz-Target"
OURS = "DynamoDB_"
"""How the target of DynamoDB's calls begins."""
_sign: Any = RequestSigner.handler
_build: Any = Request.from_primitives
_locate: Any = EndpointRulesetResolver.construct_endpoint


def install() -> None:
    """Speed up calls in this process."""
    EndpointRulesetResolver.construct_endpoint = _look_up
    UserAgentString.to_string = lambda _: "tests"
    RequestSigner.handler = _name_key
    Request.from_primitives = staticmethod(_take_over)
    DynamoHandler.setup_class = _set_up
    DepthFirstTraverser.traverse = lambda walk, node: _visit(walk, node, -1, walk.nodes_to_be_processed())


def _look_up(resolver: Any, operation_model: Any, call_args: Any, request_context: Any) -> Any:
    """Return where DynamoDB takes this operation, which does not depend on what is sent."""
    if operation_model.service_model.service_name != "dynamodb":
        return _locate(resolver, operation_model, call_args, request_context)
    known = resolver.__dict__.setdefault("known", {})
    if operation_model.name not in known:
        known[operation_model.name] = _locate(resolver, operation_model, call_args, request_context)
    return known[operation_model.name]


def _name_key(signer: Any, operation_name: Any = None, request: Any = None, **named: Any) -> Any:
    """Say whose key it is. A local cloud, which the same process may call, checks whole signatures."""
    if signer.signing_name != "dynamodb" or not models.botocore_stubber.enabled:
        return _sign(signer, operation_name, request, **named)
    scope = f"{signer._credentials.get_frozen_credentials().access_key}/20200101/{signer.region_name}/dynamodb"
    request.headers["Authorization"] = f"AWS4-HMAC-SHA256 Credential={scope}/aws4_request, Signature=none"
    return None


def _take_over(method: str, url: str, headers: Any, body: Any = None) -> Any:
    target = headers.get(TARGET, b"")
    named = target.decode() if isinstance(target, bytes) else target
    if not named.startswith(OURS) or not isinstance(body, bytes):
        return _build(method, url, headers, body)
    parts = urlsplit(url)
    texts = {name: value.decode() if isinstance(value, bytes) else value for name, value in headers.items()}
    environ = {environ_key_for_header(name): value for name, value in texts.items()} | {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": parts.path or "/",
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname,
        "SERVER_PORT": str(parts.port or 443),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": parts.netloc,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": BytesIO(body),
    }
    request: Any = Request(environ)
    request.url_root = f"{parts.scheme}://{parts.netloc}/"
    return request


def _set_up(handler: Any, request: Any, full_url: str | None = None, headers: Any = None, _: Any = None) -> None:
    """As `setup_class` of all services, for one whose calls are JSON and are named in a header."""
    handler.normalized_request, handler.is_werkzeug_request = request, request.from_wsgi_server
    handler.uri = full_url or request.raw_url
    handler.parsed_url = urlsplit(handler.uri)
    handler.raw_body = request.get_data()
    handler.body, handler.form_data = handler.raw_body.decode(), {}
    handler.querystring = handler.data = {}
    handler.path, handler.raw_path, handler.method = handler.parsed_url.path, request.raw_path, request.method
    handler.region = handler.get_region_from_url(request, handler.uri)
    handler.partition, handler.uri_match = get_partition(handler.region), {}
    handler.headers, handler.response_headers = request.headers, {"server": "amazon.com", "date": http_date(utcnow())}
    handler.parse_parameters(request)
    handler.access_key, handler.current_account = handler.get_access_key(), handler.get_current_account()
    mark_account_as_visited(handler.current_account, handler.access_key, handler.service_name, handler.region)


@cache
def _is_one_of(kind: type, kinds: tuple[type, ...]) -> bool:
    return issubclass(kind, kinds)


def _visit(walk: Any, node: Any, place: int, kinds: tuple[type, ...]) -> Any:
    """Walk through a tree from its leaves to its root, as `traverse_node_recursively` does."""
    if not _is_one_of(type(node), (Node,)):
        return node
    parent = node.parent
    for number, child in enumerate(node.children or ()):
        walk.pre_processing_of_child(node, number)
        _visit(walk, child, number, kinds)
    if _is_one_of(type(node), kinds):
        node = walk.process(node)
        node.parent = parent
        if parent:
            parent.children[place] = node
    return node
