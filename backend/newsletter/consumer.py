"""The newsletter service's event consumer: stops what an account or an address has no use for any more, and gives its
part of data exports.

Each of these events may come again days later: what was wanted after it is left alone.
"""

from backend.contracts.email_addresses import address_hash
from backend.contracts.newsletter.issues import issue_of
from backend.contracts.notification.events import AccountEmailChanged, AddressRejectedMail
from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import AccountClosed
from backend.newsletter import personal_data, repository, service
from backend.shared.consumer import event_consumer


def _erase(event: AccountClosed) -> None:
    repository.close(event.owner)
    service.stop_of_account(event.owner, event.email or "", event.at)


def _leave_address(event: AccountEmailChanged) -> None:
    """Stop the newsletter to the address that an account had before. Consent is bound to an address, so it does not
    move: the account's page offers it for the new one."""
    service.stop_until(address_hash(event.email), event.at)


def _stop_rejected(event: AddressRejectedMail) -> None:
    service.stop_until(event.address, event.at, issue_of(event.mail))


handler = event_consumer(
    {
        AccountClosed: _erase,
        AccountEmailChanged: _leave_address,
        AddressRejectedMail: _stop_rejected,
        DataRequested: personal_data.give,
    }
)
