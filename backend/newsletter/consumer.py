"""The newsletter service's event consumer: erases closed accounts, and gives its part of data exports."""

from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import AccountClosed
from backend.newsletter import personal_data, repository, service
from backend.shared.consumer import event_consumer


def _erase(event: AccountClosed) -> None:
    repository.close(event.owner)
    service.stop_address(event.email or "")


handler = event_consumer({AccountClosed: _erase, DataRequested: personal_data.give})
