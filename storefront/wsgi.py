"""The WSGI application, for gunicorn and for a Lambda adapter alike."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")
django.setup(set_prefix=False)

from storefront.web.wsgi_handler import Handler  # noqa: E402 - Django is set up first

application = Handler()
