"""The in-process cloud of the services' tests, for the test that compares the model with it."""

from tests.backend.conftest import cloud, service_table

__all__ = ["cloud", "service_table"]
