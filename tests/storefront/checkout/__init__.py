"""Tests of storefront/checkout."""
