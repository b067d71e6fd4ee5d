"""What the voucher service keeps of a person: the address that a code was mailed to, and the words with it."""

from collections.abc import Iterable, Iterator

from backend.contracts.email_addresses import is_same_address
from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.erasure import ERASED_EMAIL
from backend.contracts.order.events import AccountClosed, OrderErased
from backend.shared import dynamodb
from backend.shared.consumer import RetryLater
from backend.shared.export_parts import put_part
from backend.shared.pagination import query_all
from backend.voucher import repository, sales


def give(event: DataRequested) -> None:
    """Put the vouchers that were mailed to the owner's address into the export, once for the whole request."""
    mailed = _mailed_to(event.email) if event.number == 1 else ()
    put_part(event, map(repository.decode_mailed, mailed))


def erase(event: AccountClosed) -> None:
    """Forget the address that vouchers were mailed to, the words and the mails: whoever has a code can still spend it.

    The code goes as well, since nobody is left to mail it to. Raises RetryLater if it was mailed again meanwhile.
    """
    _erase(_mailed_to(event.email) if event.email else ())


def erase_sold(event: OrderErased) -> None:
    """Forget the same of the vouchers that the order bought, wherever they were mailed. Raises RetryLater likewise."""
    _erase(repository.read_some(sales.list_ids(event.order_id)))


def _erase(vouchers: Iterable[dynamodb.Item]) -> None:
    for item in vouchers:
        mails = range(1, int(item["mails"]["N"]) + 1)
        if not dynamodb.transact_if([_forget(item), *(_delete_mail(item, number) for number in mails)]):
            raise RetryLater(item["pk"]["S"])


def _mailed_to(email: str) -> Iterator[dynamodb.Item]:
    """Yield every voucher that was mailed to this address. Reads all that there are: it is rare."""
    for item in query_all(**repository.BY_TIME):
        if is_same_address(item["email"]["S"], email):
            yield item


def _forget(item: dynamodb.Item) -> dynamodb.TransactionItem:
    return {
        "Update": {
            "TableName": dynamodb.table_name(),
            "Key": {name: item[name] for name in ("pk", "sk")},
            "UpdateExpression": "SET #email = :erased REMOVE #message, #code",
            "ConditionExpression": "#mails = :mails",
            "ExpressionAttributeNames": {
                "#email": "email", "#message": "message", "#code": "code", "#mails": "mails",
            },
            "ExpressionAttributeValues": {":erased": {"S": ERASED_EMAIL}, ":mails": item["mails"]},
        }
    }  # fmt: skip


def _delete_mail(item: dynamodb.Item, number: int) -> dynamodb.TransactionItem:
    return {
        "Delete": {
            "TableName": dynamodb.table_name(),
            "Key": {"pk": item["pk"], "sk": {"S": repository.mail_sk(number)}},
        }
    }
