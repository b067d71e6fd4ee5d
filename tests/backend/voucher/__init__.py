"""Tests of the voucher service."""
