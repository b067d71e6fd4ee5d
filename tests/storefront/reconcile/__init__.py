"""Tests of storefront/reconcile."""
