"""Tests of storefront/basket."""
