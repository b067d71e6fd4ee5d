"""Tests of storefront/contact."""
