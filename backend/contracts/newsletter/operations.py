"""The newsletter service's operations. Whoever has its mail has a subscription's key, and needs no token beside it."""

from backend.contracts.newsletter.issue_operations import ISSUE_OPERATIONS
from backend.contracts.newsletter.models import (
    OwnSubscription,
    RequestSubscription,
    SetSubscription,
    SubscriberCounts,
    SubscriberPage,
    SubscribersQuery,
    Subscription,
    SubscriptionPath,
)
from backend.contracts.operation import EDIT_CATALOGUE, Caller, Operation

REQUEST_SUBSCRIPTION = Operation(
    name="request_subscription",
    service="newsletter",
    route="POST /newsletter-requests",
    caller=Caller.PUBLIC,
    summary="Ask an address by mail whether it wants the newsletter; one that has it, or was just asked, gets no mail",
    body=RequestSubscription,
    status=204,
)
GET_SUBSCRIPTION = Operation(
    name="get_subscription",
    service="newsletter",
    route="GET /newsletter-links/{subscription_key}",
    caller=Caller.GUEST,
    summary="The subscription that a mail's link opens",
    path=SubscriptionPath,
    reply=Subscription,
    problems=(404,),
)
CONFIRM_SUBSCRIPTION = Operation(
    name="confirm_subscription",
    service="newsletter",
    route="POST /newsletter-links/{subscription_key}",
    caller=Caller.GUEST,
    summary="Confirm a subscription's address; again changes nothing",
    path=SubscriptionPath,
    reply=Subscription,
    problems=(404,),
)
STOP_SUBSCRIPTION = Operation(
    name="stop_subscription",
    service="newsletter",
    route="DELETE /newsletter-links/{subscription_key}",
    caller=Caller.GUEST,
    summary="Stop a subscription; again changes nothing",
    path=SubscriptionPath,
    status=204,
    problems=(404,),
)
GET_OWN_SUBSCRIPTION = Operation(
    name="get_own_subscription",
    service="newsletter",
    route="GET /newsletter-subscription",
    caller=Caller.SHOPPER,
    summary="Whether the account's confirmed address gets the newsletter",
    reply=OwnSubscription,
)
SET_OWN_SUBSCRIPTION = Operation(
    name="set_own_subscription",
    service="newsletter",
    route="PUT /newsletter-subscription",
    caller=Caller.SHOPPER,
    summary="Subscribe the account's confirmed address; again changes nothing",
    body=SetSubscription,
    reply=OwnSubscription,
    problems=(409,),
)
DELETE_OWN_SUBSCRIPTION = Operation(
    name="delete_own_subscription",
    service="newsletter",
    route="DELETE /newsletter-subscription",
    caller=Caller.SHOPPER,
    summary="Stop the newsletter to the account's confirmed address; again changes nothing",
    status=204,
)
COUNT_SUBSCRIBERS = Operation(
    name="count_subscribers",
    service="newsletter",
    route="GET /newsletter-counts",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="How many subscriptions there are, by language and state",
    reply=SubscriberCounts,
)
LIST_SUBSCRIBERS = Operation(
    name="list_subscribers",
    service="newsletter",
    route="GET /newsletter-subscribers",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="A page of the addresses that get the newsletter, with the keys that stop it",
    query=SubscribersQuery,
    reply=SubscriberPage,
    problems=(400,),
)

OPERATIONS = (
    REQUEST_SUBSCRIPTION,
    GET_SUBSCRIPTION,
    CONFIRM_SUBSCRIPTION,
    STOP_SUBSCRIPTION,
    GET_OWN_SUBSCRIPTION,
    SET_OWN_SUBSCRIPTION,
    DELETE_OWN_SUBSCRIPTION,
    COUNT_SUBSCRIBERS,
    LIST_SUBSCRIBERS,
    *ISSUE_OPERATIONS,
)
