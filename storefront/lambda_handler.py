"""The storefront as a Lambda function: `handler` answers an HTTP API's events (payload 2.0) by the WSGI application."""

import os

from apig_wsgi import make_lambda_handler

from storefront.hosting.edge import behind_edge, edge_secret
from storefront.hosting.secret_key import load_key

load_key()
os.environ.setdefault("SHOP_STATIC", "collected")

from storefront.wsgi import application  # noqa: E402 - its settings need the key

handler = make_lambda_handler(behind_edge(application, edge_secret(), os.environ["SHOP_URL"]))
