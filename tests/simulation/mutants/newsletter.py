"""Bugs in the newsletter: somebody gets it who did not confirm, or who has stopped it, or is told apart."""

from tests.support.mutation import drop, edit_text, mutants, replace, returns, set_argument

_TESTS = "tests/backend/newsletter/test_newsletter.py"
_FEEDBACK = "tests/backend/notification/test_feedback.py"
_ISSUES = "tests/backend/newsletter/test_issues.py"
_ISSUE_MAILS = "tests/backend/notification/test_issues.py"
_MAILS = "tests/backend/notification/test_newsletter.py"

BUGS = (
    *mutants(
        "backend.newsletter.repository",
        (
            "who only asked gets the newsletter",
            "new_subscription",
            set_argument("StoredSubscription", "state", "SubscriptionState.ACTIVE"),
            f"{_TESTS}::TestAsking::test_an_address_is_asked_in_the_pages_language_and_not_subscribed",
        ),
        (
            "an address that has the newsletter is asked once more",
            "put_unconfirmed",
            edit_text("(#state <> :active AND (", "(#state = :active OR ("),
            f"{_TESTS}::TestAsking::test_an_address_that_has_it_gets_the_same_answer_and_no_mail",
        ),
        (
            "who asks twice for the newsletter gets two mails",
            "put_unconfirmed",
            edit_text("#state <> :new OR #expires < :hour_ago", "#state = :new OR #expires < :hour_ago"),
            f"{_TESTS}::TestAsking::test_asking_twice_within_the_hour_sends_one_mail_and_its_link_works",
        ),
        (
            "a request for the newsletter can be confirmed without end",
            "read",
            replace("X.expires <= clock.epoch()", "False"),
            f"{_TESTS}::TestAsking::test_a_request_that_nobody_confirms_ends_after_a_week",
        ),
        (
            "whoever knows an address opens its subscription",
            "read_by_key",
            replace("hmac.compare_digest(A, B)", "True"),
            f"{_TESTS}::TestConfirming::test_the_hash_of_an_address_alone_opens_nothing",
        ),
        (
            "an account that has the newsletter is subscribed over it",
            "put_for_shopper",
            edit_text("#state <> :active", "#state <> :active OR #state = :active"),
            f"{_TESTS}::TestAccounts::test_again_changes_nothing_and_the_links_of_its_mails_go_on_working",
        ),
        (
            "a subscription is written over what changed meanwhile",
            "change",
            edit_text("secret = :secret AND #state = :state", "secret = :secret OR #state <> :state"),
            f"{_TESTS}::TestStopping::test_of_a_yes_and_a_no_at_once_the_no_counts",
        ),
    ),
    *mutants(
        "backend.newsletter.repository",
        (
            "who did not confirm is in the file of subscribers",
            "list_active",
            edit_text("#state = :active", "#state = :active OR attribute_exists(email)"),
            f"{_TESTS}::TestLists::test_unconfirmed_and_stopped_subscribers_are_not_listed",
        ),
    ),
    *mutants(
        "backend.newsletter.lists",
        (
            "requests that have ended are counted",
            "_count_present",
            replace("X.expires > Y", "True"),
            f"{_TESTS}::TestLists::test_they_are_counted_by_language_and_state",
        ),
    ),
    *mutants(
        "backend.newsletter.service",
        (
            "an old link subscribes who has stopped the newsletter",
            "confirm",
            replace("X.state is SubscriptionState.UNCONFIRMED", "True"),
            f"{_TESTS}::TestConfirming::test_what_was_stopped_is_not_confirmed_by_its_old_link",
        ),
        (
            "the mailer does not hear that the newsletter was stopped",
            "_stop",
            replace("SubscriptionStopped(key=X)", "None"),
            f"{_TESTS}::TestStopping::test_nothing_is_left_of_the_address_and_the_notification_service_learns_of_it",
        ),
        (
            "who stopped the newsletter is not forgotten",
            "_stop",
            replace(
                "repository.change(V, W, *X, state=Y, email='', owner='')",
                "repository.change(V, W, *X, state=Y, email=V.email, owner='')",
            ),
            f"{_TESTS}::TestStopping::test_nothing_is_left_of_the_address_and_the_notification_service_learns_of_it",
        ),
    ),
    *mutants(
        "backend.newsletter.service",
        (
            "a closing that is delivered again stops what was wanted since",
            "stop_of_account",
            replace("X.wanted_at <= Y", "True"),
            f"{_TESTS}::TestAccounts::test_a_closing_that_is_delivered_again_leaves_what_was_wanted_since",
        ),
        (
            "what a closed account's token subscribed goes on",
            "stop_of_account",
            replace("X.owner == Y", "False"),
            f"{_TESTS}::TestAccounts::test_what_a_closed_accounts_token_subscribed_after_the_closing_is_stopped",
        ),
        (
            "an old bounce stops what was confirmed since",
            "stop_until",
            replace("X.wanted_at <= Y", "True"),
            f"{_TESTS}::TestAddresses::test_old_news_leaves_what_was_confirmed_since",
        ),
        (
            "a bounce stops what is confirmed at that moment",
            "_stop",
            replace("X and Y and Z and W(V)", "X and Y and Z"),
            f"{_TESTS}::TestAddresses::test_a_confirmation_that_comes_between_counts_as_newer",
        ),
    ),
    *mutants(
        "backend.contracts.email_addresses",
        (
            "an address whose domain is written with letters beyond ASCII is another one",
            "_ascii_label",
            replace("X if X.isascii() else Y", "X"),
            "tests/backend/contracts/test_email_addresses.py::test_one_address_is_one_however_it_is_written",
        ),
    ),
    *mutants(
        "backend.notification.feedback",
        (
            "nobody hears that an address rejects mails",
            "record",
            drop("_publish(X, Y, Z)"),
            f"{_FEEDBACK}::test_staff_who_write_to_an_address_see_that_it_rejects_mails",
        ),
    ),
    *mutants(
        "backend.newsletter.consumer",
        (
            "an address that an account left gets the newsletter",
            "_leave_address",
            drop("service.stop_until(X, Y)"),
            f"{_TESTS}::TestAddresses::test_an_address_that_unsubscribes_or_rejects_mails_is_stopped_and_the_notification_service_learns_of_it",
        ),
        (
            "an address that rejects mails gets the newsletter",
            "_stop_rejected",
            drop("service.stop_until(X, Y, Z)"),
            f"{_TESTS}::TestAddresses::test_an_address_that_unsubscribes_or_rejects_mails_is_stopped_and_the_notification_service_learns_of_it",
        ),
        (
            "a closed account still gets the newsletter",
            "_erase",
            drop("service.stop_of_account(X, Y, Z)"),
            f"{_TESTS}::TestAccounts::test_a_closed_account_is_forgotten_and_its_token_subscribes_nobody",
        ),
        (
            "a closed account's token subscribes it again",
            "_erase",
            drop("repository.close(X)"),
            f"{_TESTS}::TestAccounts::test_a_closed_account_is_forgotten_and_its_token_subscribes_nobody",
        ),
    ),
    *mutants(
        "backend.newsletter.domain",
        (
            "who confirmed after its start gets an issue",
            "is_addressee",
            replace("X.confirmed_at <= Y", "True"),
            f"{_ISSUES}::TestSending::test_subscribers_without_a_confirmation_before_the_start_get_none",
        ),
    ),
    *mutants(
        "backend.newsletter.repository",
        (
            "an issue is addressed to a subscription twice",
            "mark_issued",
            edit_text(" AND (attribute_not_exists(issued_at) OR issued_at < :started)", ""),
            f"{_ISSUES}::TestSending::test_of_two_runs_at_once_each_address_gets_it_from_one",
        ),
        (
            "an issue is addressed to who has stopped the newsletter",
            "mark_issued",
            edit_text("secret = :secret AND #state = :active", "secret = :secret AND #state <> :event"),
            f"{_ISSUES}::TestSending::test_a_subscription_stopped_after_its_page_was_read_gets_none",
        ),
    ),
    *mutants(
        "backend.newsletter.sending",
        (
            "an issue passes over a page that nobody got",
            "_send_page",
            drop("_mail(X, Y)"),
            f"{_ISSUES}::TestSending::test_everybody_gets_it_once_whatever_the_pages_are",
        ),
        (
            "an issue is handed over faster than SES sends",
            "send_some",
            drop("time.sleep(X)"),
            f"{_ISSUES}::TestSending::test_mails_are_spread_over_a_run_so_that_ses_takes_them",
        ),
    ),
    *mutants(
        "backend.newsletter.issue_progress",
        (
            "two issues are sent at once",
            "start",
            edit_text("attribute_not_exists(issue) AND ", ""),
            f"{_ISSUES}::TestStarting::test_two_are_not_sent_at_once",
        ),
        (
            "an issue that is begun by a clock that is behind goes to nobody",
            "_begin_after",
            returns("clock.now()"),
            f"{_ISSUES}::TestSending::test_an_issue_that_is_begun_by_a_clock_that_is_behind_goes_to_everybody",
        ),
        (
            "an issue that was stopped is sent on",
            "end",
            edit_text("REMOVE issue, due", "SET stopped = :issue"),
            f"{_ISSUES}::TestSending::test_once_it_is_stopped_nobody_more_gets_it",
        ),
    ),
    *mutants(
        "backend.notification.issues",
        (
            "an issue is mailed to who has stopped the newsletter",
            "send",
            replace("send_unless_stopped(A, B, C)", "send_once(A, B, C, {})"),
            f"{_ISSUE_MAILS}::test_a_stopped_subscription_gets_no_newsletter_not_even_one_on_its_way",
        ),
    ),
    *mutants(
        "backend.notification.service",
        (
            "who has stopped the newsletter is welcomed",
            "stop_newsletter",
            drop("repository.mark_stopped(X)"),
            f"{_MAILS}::test_after_it_was_stopped_nothing_is_sent_not_even_what_was_on_its_way",
        ),
    ),
    *mutants(
        "backend.notification.newsletter",
        (
            "all subscriptions have one welcome",
            "owner_key",
            returns("'NEWSLETTER#'"),
            f"{_MAILS}::test_stopping_one_subscription_stops_no_other",
        ),
    ),
)
