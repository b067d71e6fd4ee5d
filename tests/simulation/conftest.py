"""The in-process cloud of the services' tests, for the test that holds the model against it."""

from tests.backend.conftest import cloud, service_table

__all__ = ["cloud", "service_table"]
