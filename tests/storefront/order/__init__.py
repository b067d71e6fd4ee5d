"""Tests of storefront/order."""
