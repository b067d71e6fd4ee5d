"""Bugs in wish lists and alerts: something is told twice, never, or to who does not want it."""

from tests.support.mutation import drop, drop_argument, edit_text, mutants, replace, returns

_LISTS = "tests/backend/wish/test_wish.py"
_ALERTS = "tests/backend/wish/test_alerts.py"
_MAILS = "tests/backend/notification/test_alerts.py"

BUGS = (
    *mutants(
        "backend.wish.repository",
        (
            "a closed account is not marked",
            "close",
            drop("dynamodb.batch_put(X)"),
            f"{_LISTS}::test_a_closed_account_whose_token_is_still_good_writes_nothing_more",
        ),
    ),
    *mutants(
        "backend.wish.service",
        (
            "a wish outlives the account that is closed meanwhile",
            "_confirm_change",
            drop("repository.erase(X)"),
            f"{_LISTS}::test_what_is_written_while_the_account_is_closed_is_deleted_again",
        ),
    ),
    *mutants(
        "backend.wish.alert_items",
        (
            "an alert is written over what changed meanwhile",
            "change",
            drop_argument("write_if", "ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"),
            f"{_ALERTS}::test_runs_that_overtake_each_other_tell_each_price_once_and_never_a_higher_one",
        ),
        (
            "an address that has the alert is asked once more",
            "put_unconfirmed",
            edit_text("(#state <> :active AND (", "(#state = :active OR ("),
            f"{_ALERTS}::TestAsking::test_an_address_that_has_the_alert_gets_the_same_answer_and_no_mail",
        ),
        (
            "who clicks twice gets two mails",
            "put_unconfirmed",
            edit_text("#state <> :new OR #expires < :hour_ago", "#state = :new OR #expires < :hour_ago"),
            f"{_ALERTS}::TestAsking::test_asking_twice_within_the_hour_sends_one_mail_and_its_link_works",
        ),
    ),
    *mutants(
        "backend.wish.alerts",
        (
            "an alert is sent before anybody confirmed it",
            "_trigger_all",
            replace("X.state is AlertState.ACTIVE", "True"),
            f"{_ALERTS}::TestAsking::test_an_address_is_asked_to_confirm_first_and_gets_no_other_mail_before",
        ),
        (
            "the same price is told again",
            "_is_due",
            replace("X.price < Y.price", "X.price <= Y.price"),
            f"{_ALERTS}::TestCheaper::test_each_new_lowest_price_is_mailed_once",
        ),
        (
            "what came back before the confirmation is never told",
            "confirm",
            drop("_trigger(X)"),
            f"{_ALERTS}::TestAsking::test_an_article_that_is_back_before_the_confirmation_is_mailed_at_once",
        ),
        (
            "who waits behind the first batch is forgotten",
            "look_at_due",
            replace("alert_items.put_rest(X)", "None"),
            f"{_ALERTS}::TestBack::test_more_people_than_one_run_handles_are_mailed_once_each",
        ),
        (
            "the mailer does not hear that an alert was stopped",
            "_stop",
            replace("AlertStopped(key=X)", "None"),
            f"{_ALERTS}::TestStopping::test_after_it_nothing_is_mailed_and_nothing_is_left_of_the_address",
        ),
    ),
    *mutants(
        "backend.notification.sending",
        (
            "who has unsubscribed is mailed",
            "send_unless_stopped",
            replace("not repository.is_stopped(X)", "True"),
            f"{_MAILS}::test_after_it_was_stopped_nothing_is_sent_not_even_what_was_on_its_way",
        ),
    ),
    *mutants(
        "backend.notification.alerts",
        (
            "only the first of several prices is mailed",
            "name",
            returns("'cheaper'"),
            f"{_MAILS}::test_each_is_sent_once_and_a_lower_price_is_another_mail",
        ),
    ),
)
