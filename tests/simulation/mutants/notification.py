"""Bugs in the notification service: one mail for each thing that happens, to whoever ordered."""

from tests.support.mutation import (
    always,
    drop,
    drop_argument,
    edit_text,
    in_except,
    mutants,
    replace,
)

_TESTS = "tests/backend/notification/test_consumer.py"
_BACKLOG = "tests/backend/notification/test_backlog.py"
_FEEDBACK = "tests/backend/notification/test_feedback.py"

BUGS = (
    *mutants(
        "backend.notification.repository",
        (
            "each message is a mail",
            "claim",
            edit_text(" AND (attribute_not_exists(claimed_by)", " OR (attribute_not_exists(claimed_by)"),
        ),
        (
            "a claim is for ever",
            "claim",
            edit_text(
                "(claimed_by = :me AND claimed_at < :run_out) OR claimed_at < :abandoned)",
                "((claimed_by = :me AND claimed_at < :run_out) OR claimed_at < :abandoned) AND attribute_exists(sent_at))",
            ),
        ),
        (
            "a claim is taken over by the clock",
            "claim",
            edit_text(
                "claimed_by = :me AND claimed_at < :run_out",
                "claimed_at < :run_out AND (claimed_by = :me OR claimed_by <> :me)",
            ),
            f"{_TESTS}::test_a_clock_that_is_minutes_ahead_does_not_take_anothers_claim",
        ),
        (
            "a dead message keeps its claim",
            "claim",
            edit_text(
                " OR claimed_at < :abandoned",
                " OR (claimed_at < :abandoned AND attribute_exists(sent_at))",
            ),
        ),
        (
            "an older address replaces a newer one",
            "change_address",
            edit_text("address_version < :version", "address_version <> :version"),
            f"{_TESTS}::test_mails_go_where_staff_sent_the_order_whatever_comes_first",
        ),
        (
            "another's claim is given back",
            "release_claim",
            drop_argument("_update", "ConditionExpression", "ExpressionAttributeValues"),
            f"{_TESTS}::test_giving_up_a_claim_leaves_anothers_alone",
        ),
    ),
    *mutants(
        "backend.notification.messages",
        (
            "an answer to a message replaces another's",
            "_replace",
            edit_text("#event = :before", "#event = :before OR #event <> :before"),
            "tests/backend/notification/test_messages.py::test_of_two_answers_the_second_is_refused",
        ),
    ),
    *mutants(
        "backend.notification.service",
        (
            "a mail about a card is one for all cards",
            "send_order_mail",
            replace("X.name(Y)", "X.name(Y).rstrip('-0123456789')"),
        ),
        ("a released hold is told as a refund", "send_refund_mail", always("refunded")),
        (
            "what an order's placing tells takes the place of its checkout",
            "remember_recipient",
            drop_argument("remember", "first"),
            f"{_TESTS}::test_a_checkout_that_arrives_in_between_is_not_overwritten_by_order_placed",
        ),
        (
            "a mail to nobody is dropped",
            "_send_about",
            replace("if X is None: raise RetryLater(Y)", "if X is None: return"),
        ),
    ),
    *mutants(
        "backend.notification.sending",
        (
            "a fault of the mail service counts as a refusal",
            "_handle_failure",
            always("is_rejected"),
            f"{_TESTS}::test_a_mail_after_a_fault_of_ses_may_be_on_its_way_and_its_claim_stays",
        ),
        (
            "a mail is marked before it is sent",
            "send_once",
            replace("X = repository.claim(A, B, C)", "X = repository.claim(A, B, C); repository.mark_sent(A, B, {})"),
        ),
        (
            "a mail being sent is dropped",
            "send_once",
            replace("if X is False: raise RetryLater(Y)", "if X is False: return"),
        ),
    ),
    *mutants(
        "backend.notification.consumer",
        (
            "a mail that is put off is dropped",
            "_with_backlog",
            in_except("PutOff", drop("backlog.add(X, Y)")),
        ),
        (
            "an issue is sent before mails that wait",
            "_with_backlog",
            replace("Rank.LAST if X in _LAST else Rank.FIRST", "Rank.FIRST"),
            f"{_BACKLOG}::test_mails_about_orders_are_sent_before_an_issue_that_waited_longer",
        ),
    ),
    *mutants(
        "backend.notification.sweeper",
        (
            "a mail that was put off is forgotten before it is sent",
            "_send",
            replace("X = _consume(Y)", "backlog.remove(Y); X = _consume(Y)"),
        ),
        (
            "a run goes on though mails are put off",
            "_send_while_taken",
            in_except("PutOff", replace("break", "continue")),
            f"{_BACKLOG}::test_a_closed_day_costs_one_call_a_minute_however_many_mails_wait",
        ),
    ),
    *mutants(
        "backend.notification.backlog",
        (
            "a mail that fails keeps its place before all others",
            "fail",
            replace("X._replace(sk=A, delay=B, tries=C)", "X._replace(sk=X.sk + '~', delay=B, tries=C)"),
            f"{_BACKLOG}::test_six_hundred_that_keep_failing_do_not_keep_a_good_mail_from_being_sent",
        ),
        (
            "a mail that fails holds up an issue before its time has come",
            "_read_due",
            replace("clock.now()", "'9'"),
            f"{_BACKLOG}::test_what_keeps_failing_holds_up_no_issue_and_no_sweep",
        ),
    ),
    *mutants(
        "backend.notification.feedback",
        (
            "later feedback on a mail replaces worse",
            "_write",
            drop_argument("write_if", "ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"),
            f"{_FEEDBACK}::test_whatever_comes_in_whatever_order_the_worst_stays_with_its_first_time",
        ),
        (
            "an address that put a mail off takes none",
            "record",
            replace("X.kind in _ON_ADDRESS", "True"),
            f"{_FEEDBACK}::test_an_address_that_puts_a_mail_off_still_takes_mail",
        ),
    ),
    *mutants(
        "backend.notification.ses_events",
        (
            "a forwarded address is called the customer's",
            "addresses",
            replace("tuple(X for X in Y if X in Z) or W * V", "tuple(Z)"),
            f"{_FEEDBACK}::test_of_a_forwarded_mail_the_address_that_it_was_sent_to_takes_no_mail",
        ),
        (
            "who takes a mail out of the spam has called it spam",
            "feedback",
            replace("X != _NO_SPAM", "True"),
            f"{_FEEDBACK}::test_what_concerns_nobody_is_passed_over",
        ),
    ),
)
