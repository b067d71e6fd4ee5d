"""Bugs in the reviews: counts that lose a change, votes that count twice, and reviews of what nobody received."""

from tests.support.mutation import drop_entry, edit_text, mutants, replace

_TESTS = "tests/backend/review"
_PICTURES = "tests/backend/picture/test_review_pictures.py"

BUGS = (
    *mutants(
        "backend.review.repository",
        (
            "a review is written over what changed meanwhile",
            "_put",
            edit_text("writes = :writes", "writes = :writes OR attribute_exists(pk)"),
            f"{_TESTS}/test_writing.py::test_a_change_that_meets_the_order_services_answer_does_not_undo_it",
        ),
        (
            "a review is deleted with votes that came meanwhile",
            "_delete",
            edit_text("writes = :writes", "writes = :writes OR attribute_exists(pk)"),
            f"{_TESTS}/test_moderation.py::test_a_vote_that_comes_while_a_review_is_withdrawn_leaves_nothing",
        ),
        (
            "a count is written over another one",
            "_tally_parts",
            drop_entry("ConditionExpression"),
            f"{_TESTS}/test_writing.py::test_a_tally_that_changed_meanwhile_is_counted_on",
        ),
    ),
    *mutants(
        "backend.review.domain",
        (
            "an answer that comes again takes a review off its page",
            "verify",
            replace("X.state is not Y", "False"),
            f"{_TESTS}/test_writing.py::test_a_yes_that_comes_again_does_not_bring_a_published_review_back_to_staff",
        ),
        (
            "staff publish what they have not read",
            "_check_version",
            replace("X.version != Y", "False"),
            f"{_TESTS}/test_moderation.py::test_what_changed_since_staff_read_it_is_not_decided",
        ),
        (
            "staff publish what was not delivered",
            "_check_version",
            replace("X.state is Y", "False"),
            f"{_TESTS}/test_moderation.py::test_what_was_not_delivered_cannot_be_published_by_staff_either",
        ),
    ),
    *mutants(
        "backend.review.visitors",
        (
            "a visitor votes twice",
            "_put_if_new",
            drop_entry("ConditionExpression"),
            f"{_TESTS}/test_moderation.py::test_each_visitor_has_one_vote_and_can_take_it_back",
        ),
        (
            "a vote is taken back twice",
            "_delete",
            drop_entry("ConditionExpression"),
            f"{_TESTS}/test_moderation.py::test_each_visitor_has_one_vote_and_can_take_it_back",
        ),
        (
            "a review that is not shown gets votes",
            "_count",
            edit_text("attribute_exists(listed)", "attribute_exists(pk)"),
            f"{_TESTS}/test_moderation.py::test_what_is_not_shown_is_neither_voted_for_nor_reported",
        ),
    ),
    *mutants(
        "backend.review.domain",
        (
            "pictures are kept of what nobody confirmed",
            "_confirmed_ids",
            replace("X.state is Y", "False"),
            f"{_TESTS}/test_pictures.py::test_pictures_of_what_nobody_confirmed_are_not_kept",
        ),
        (
            "a refused review keeps its pictures",
            "decide",
            replace("Y.publish and X", "X"),
            f"{_TESTS}/test_pictures.py::test_a_refusal_removes_all_pictures",
        ),
    ),
    *mutants(
        "backend.review.repository",
        (
            "nobody is told of a review's pictures",
            "parts",
            replace("domain.pictures_event(X, Y)", "None"),
            f"{_TESTS}/test_pictures.py::test_a_closed_account_takes_all_pictures_along",
        ),
    ),
    *mutants(
        "backend.picture.review_events",
        (
            "everybody sees pictures that staff have not published",
            "settle",
            replace("X.shown", "True"),
            f"{_PICTURES}::test_a_picture_is_public_once_it_is_shown_and_its_writer_and_staff_see_it_always",
        ),
        (
            "a picture that is removed while it is shown stays",
            "settle",
            replace("review_storage.find_removed(X, Y)", "()"),
            f"{_PICTURES}::test_a_picture_that_is_removed_while_it_is_being_shown_does_not_stay",
        ),
    ),
    *mutants(
        "backend.picture.review_storage",
        (
            "a removed picture stays where everybody sees it",
            "delete_files",
            replace("(SHOWN, WAITING, UNUSED)", "(WAITING, UNUSED)"),
            f"{_PICTURES}::test_what_is_removed_is_gone_in_all_sizes_and_the_others_stay",
        ),
    ),
    *mutants(
        "backend.picture.review_uploads",
        (
            "a picture becomes another one after staff have looked at it",
            "note_file",
            edit_text("OR digest = :digest", "OR attribute_exists(pk)"),
            f"{_PICTURES}::test_a_form_that_is_used_again_does_not_change_a_picture_that_staff_have_seen",
        ),
        (
            "any number of pictures is sent for a review",
            "count_upload",
            edit_text("uploads < :most", "uploads < :most OR attribute_exists(uploads)"),
            f"{_PICTURES}::test_so_many_pictures_a_day_and_no_more_for_one_review",
        ),
    ),
    *mutants(
        "backend.order.purchases",
        (
            "what is under way can be reviewed",
            "_is_delivered",
            replace("any(X)", "True"),
            "tests/backend/order/test_purchases.py"
            "::test_what_was_not_delivered_is_not_confirmed_and_the_order_stays_as_it_is",
        ),
        (
            "any product can be reviewed with a delivered order",
            "_answer",
            replace("X.product_id == Y.product_id", "True"),
            "tests/backend/order/test_purchases.py::test_another_product_shopper_or_order_is_not_confirmed",
        ),
    ),
)
