"""The storefront's own settings, but for the addresses."""

from storefront.settings import *  # noqa: F403 - settings are taken over whole

ROOT_URLCONF = "tests.browser.faulty.urls"
