"""Every rule of the process has its tests by name: rows, edge cases, settled lines, objections, circles and rights.

The left side is the process in our own words (docs/process.md has the rows); the right side are tests that hold it.
Whoever renames or removes one of them changes this page, and sees which rule would be without a test.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
ROWS: dict[tuple[int, str], str] = {
    (
        1,
        "submitted, version 1 opens for its electorate",
    ): "row_1_submitting_opens_version_1_for_the_members_of_the_circle",
    (1, "driver, text and review date are there"): "row_1_title_driver_and_text_must_say_something",
    (1, "the electorate is frozen"): "row_1_electorate_and_rules_are_frozen_for_this_version",
    (1, "a draft is its proposer's alone"): "row_1_only_its_proposer_sees_submits_or_drops_a_draft",
    (1, "a draft has no id until it is submitted"): "row_1_submitting_a_draft_makes_it_a_proposal_with_an_id",
    (2, "discarded with a reason"): "row_2_the_facilitator_discards_with_a_reason_in_any_open_stage",
    (2, "or opened anew in the right circle"): "row_2_forwarding_reopens_it_in_the_right_circle_for_its_electors",
    (3, "electors ask, the proposer answers"): "row_3_any_elector_asks_and_the_proposer_answers",
    (
        3,
        "only spelling changes",
    ): "row_3_before_the_round_spelling_is_put_right_and_a_challenge_makes_a_version_of_that_stage",
    (3, "ends when nobody has questions"): "row_3_it_ends_when_nobody_has_questions",
    (3, "ends by its timer"): "row_3_the_timer_ends_it_with_questions_open",
    (3, "ends by the facilitator"): "row_3_the_facilitator_ends_it_and_nobody_else",
    (4, "one reaction each"): "row_4_one_reaction_each_and_the_last_counts",
    (4, "not the proposer"): "row_4_not_the_proposer_and_no_outsider",
    (4, "never blocks"): "row_4_a_reaction_never_blocks",
    (5, "the proposer alone amends"): "row_5_nobody_but_the_proposer_amends",
    (5, "a changed text is a version"): "row_5_the_proposer_amends_before_the_round_and_the_stage_goes_on",
    (5, "the proposer opens the round"): "row_5_the_proposer_opens_the_round_on_the_text_as_it_stands",
    (5, "or the timer does"): "row_5_the_timer_opens_the_round_with_the_text_as_it_stands",
    (5, "in the round it is a new version"): "row_5_the_proposer_amends_in_consent_and_every_answer_is_stale",
    (5, "while objections are open too"): "row_5_the_proposer_amends_in_objected_and_open_objections_keep_blocking",
    (6, "only electors"): "row_6_only_electors_answer",
    (6, "the version in force only"): "row_6_an_answer_to_an_older_version_is_refused_with_what_changed",
    (6, "changeable until the end"): "row_6_an_answer_can_be_changed_until_the_end_and_the_last_one_counts",
    (7, "adopted at once"): "row_7_adopted_at_once_when_all_have_answered_and_nothing_is_open",
    (7, "not over an open objection"): "row_7_an_open_objection_stops_it_although_all_have_answered",
    (8, "one extension, then lapsed"): "row_8_explicit_answers_missing_at_the_end_lead_to_one_extension_then_it_lapses",
    (8, "silence with the quorum"): (
        "row_8_silence_counts_when_the_quorum_of_real_answers_is_met_and_is_listed_as_silence"
    ),
    (8, "silence without it"): "row_8_silence_does_not_count_below_the_quorum_and_is_not_extended",
    (8, "zero answers"): "row_8_zero_answers_lapse_under_either_rule",
    (9, "harm is required, safety optional"): "row_9_the_harm_is_required_and_what_would_be_safe_is_not",
    (9, "grounds where the facilitator tests"): "row_9_grounds_are_asked_for_only_where_the_facilitator_tests",
    (9, "blocks and stops the clock"): "row_9_an_objection_blocks_and_stops_the_clock",
    (9, "others go on answering"): "row_9_others_may_object_and_answer_meanwhile",
    (10, "only the objector"): "row_10_only_the_objector_withdraws_it",
    (10, "into consent"): "row_10_the_objector_withdraws_into_consent_and_the_clock_runs_again",
    (10, "into a concern with its text"): "row_10_into_a_concern_its_text_is_kept",
    (10, "into standing aside where offered"): "row_10_into_standing_aside_where_that_is_offered",
    (10, "24 hours at least"): "row_10_at_least_24_hours_are_left",
    (11, "any elector asks for a test"): "row_11_any_elector_asks_for_a_test_of_test_window",
    (11, "nobody else"): "row_11_nobody_else_asks",
    (12, "offered by electors"): "row_12_any_elector_offers_and_objector_and_proposer_confirm",
    (12, "both confirm, nobody else"): "row_12_nobody_else_confirms_or_declines",
    (12, "all answers are stale"): "row_12_all_answers_to_the_old_version_are_stale",
    (12, "others carry over and block"): "row_12_other_open_objections_carry_over_and_keep_blocking",
    (12, "their objectors are asked"): "row_12_the_objectors_of_carried_objections_are_asked_about_the_new_text",
    (13, "shorter term"): "row_13_a_shorter_term_changes_the_review_alone",
    (13, "added measure"): "row_13_an_added_measure_says_what_is_looked_at_and_stands_beside_the_others",
    (13, "deferred"): "row_13_what_is_put_off_comes_back_at_the_review",
    (13, "delegated"): "row_13_a_part_is_left_to_a_circle_or_a_role",
    (13, "as row 12"): "row_13_objector_and_proposer_both_confirm_and_it_is_a_version_with_a_fresh_window",
    (14, "no reply after reminders"): "row_14_not_before_objection_reply_is_over_and_the_reminders_were_sent",
    (14, "no good faith"): "row_14_no_good_faith_effort_needs_an_amendment_that_was_tried",
    (14, "kept as a concern"): "row_14_an_objection_of_somebody_silent_is_marked_abandoned_and_kept_as_a_concern",
    (14, "the objector is told"): "row_14_the_objector_is_told_and_may_appeal",
    (14, "the reason is kept"): "row_14_the_reason_is_logged",
    (15, "withdrawn, record kept"): "row_15_the_proposer_withdraws_in_any_open_stage_and_the_record_is_kept",
    (15, "proposed again by anyone"): "row_15_anyone_may_propose_it_again_with_a_link",
    (16, "any elector, at any stage"): "row_16_any_elector_takes_it_to_a_meeting_at_any_stage_with_a_reason",
    (16, "until it is proposed again"): "row_16_what_the_meeting_finds_is_proposed_again_with_a_link",
    (17, "after so many versions"): "row_17_after_so_many_versions_as_the_policy_says_no_reason_is_needed",
    (17, "or on breakdown"): "row_17_on_breakdown_the_facilitator_says_why_before_that",
    (
        17,
        "linked both ways, with its history",
    ): "row_17_the_parent_has_a_new_proposal_with_the_history_and_each_knows_the_other",
    (17, "by the parent's rules"): "row_17_it_runs_by_the_parents_rules",
    (17, "lead and delegate sit in both"): "row_17_lead_and_delegate_sit_in_both",
    (17, "the old one is final"): "row_17_the_old_one_is_final",
    (17, "the root meets"): "row_17_at_the_root_it_goes_to_a_meeting",
    (18, "a review opens, the agreement stands"): "row_18_an_objection_opens_a_review_at_once_and_the_agreement_stands",
    (19, "a week before"): "row_19_a_review_opens_a_week_before_its_date_in_the_home_of_its_circle",
    (19, "kept with a next date"): "row_19_everybody_keeps_it_and_it_is_renewed_as_far_again",
    (19, "every concern is asked back"): "row_19_every_concern_is_asked_back",
    (19, "one objection, the full process"): (
        "row_19_one_reason_to_change_stops_the_renewal_and_leads_to_the_full_process"
    ),
    (19, "only the silent are reminded"): (
        "row_19_whoever_is_silent_in_a_review_is_reminded_half_way_through_and_a_day_before_its_end"
    ),
    (20, "overdue and nothing else"): "row_20_nobody_answers_and_it_is_shown_overdue_and_nothing_else",
    (20, "only the expiry date ends it"): "row_20_only_the_expiry_date_ends_it_and_people_hear_two_weeks_before",
}
SETTLED = {
    "concerns never block": "settled_concerns_never_block_only_an_open_objection_does",
    "nobody closes a round by hand": "nobody_closes_a_round_by_hand",
    "silence counts under a policy only": (
        "row_8_explicit_answers_missing_at_the_end_lead_to_one_extension_then_it_lapses"
    ),
    "zero answers lapse": "row_8_zero_answers_lapse_although_an_objection_was_there_once",
    "an answer belongs to a version, with the difference": (
        "row_6_an_answer_to_an_older_version_is_refused_with_what_changed"
    ),
    "the electorate is members, lead and delegate below": (
        "section_5_the_parents_electorate_includes_lead_and_delegate_of_each_sub_circle"
    ),
    "joiners enter at the next version": "edge_joiner_waits_for_the_next_version",
    "the proposer answers like anyone": "row_1_proposing_is_not_answering",
    "one person, one answer": "edge_dual_platform_one_person_has_one_answer_and_the_last_one_counts",
    "an unlinked account is refused with the way": "an_unlinked_account_is_told_how_to_link_it",
    "by a role on a second platform: linked first": (
        "on_two_platforms_whoever_came_by_a_role_is_a_member_and_no_elector"
    ),
    "or confirmed in one press, journaled": "the_secretary_or_the_lead_says_it_in_one_press_and_it_is_journaled",
    "rules of when the version opened": "a_changed_file_is_carried_out_and_an_open_round_keeps_its_rules",
    "review and expiry are two dates": "agreement_review_and_expiry_count_from_adoption_and_are_two_dates",
    "a review does not move the expiry": "row_20_a_review_does_not_move_the_expiry_date",
    "in force while an objection is looked at": "row_18_an_objection_opens_a_review_at_once_and_the_agreement_stands",
    "away: not waited for, shown": "edge_away_for_the_rest_of_the_window_is_not_waited_for_and_shown_as_away",
    "away: may still answer": "edge_who_is_away_may_still_answer",
    "away: never makes it zero answers": "edge_everybody_away_does_not_finish_it_and_zero_answers_lapse",
    "deputies in order when vacant": "deputies_of_vacant_roles_in_their_order",
    "deputies in order when away": "deputies_of_the_absent_in_their_order",
    "deputies when the facilitator proposes": (
        "edge_proposer_is_the_facilitator_so_the_secretary_stands_in_and_the_card_says_so"
    ),
    "deputies when the facilitator objects": "deputies_of_the_objectors_in_their_order",
    "deputies at last: any elector but the proposer": "deputies_where_all_four_are_vacant_any_elector_but_the_proposer",
    "what is due is pressed first, in the same transaction": (
        "an_answer_after_the_deadline_meets_a_closed_round_and_the_closing_is_kept"
    ),
    "the sweep queues behind commands": (
        "jobs_are_carried_out_in_the_order_they_came_so_a_sweep_queues_behind_commands"
    ),
}
EDGE_CASES = {
    "standing aside needs a reason, is no consent": "edge_standing_aside_needs_a_reason_and_is_not_consent",
    "standing aside counts for the quorum": "row_8_standing_aside_is_a_real_answer_for_the_quorum",
    "standing aside only where it is on": "edge_standing_aside_is_refused_where_it_is_not_offered",
    "everybody stands aside": "edge_everybody_standing_aside_lapses",
    "a typo is fixed by the facilitator": "edge_a_typo_is_fixed_by_the_facilitator_not_by_the_proposer",
    "a fix challenged is a version": "edge_any_elector_may_challenge_a_fix_and_it_becomes_a_version",
    "a fix stands after a day": "edge_after_a_day_a_fix_stands",
    "a leaver's answer goes": "edge_elector_leaves_mid_round_and_their_answer_leaves_tally_and_denominator",
    "a leaver's objection waits": "edge_objector_leaves_and_the_objection_waits_48_hours_for_somebody_to_adopt_it",
    "it blocks once adopted": "edge_another_elector_adopts_a_leavers_objection_and_it_keeps_blocking",
    "the quorum is never raised": "edge_elector_leaves_mid_round_quorum_is_lowered_never_raised",
    "a joiner waits": "edge_joiner_waits_for_the_next_version",
    "nobody left to answer": "edge_electorate_empty_lapses_because_no_eligible_voters_remain",
    "nobody but the proposer": "edge_proposer_alone_the_round_does_not_open",
    "the proposer leaves": "edge_proposer_leaves_and_a_sponsor_has_72_hours_while_the_clock_stands_still",
    "a sponsor takes it up": "edge_a_sponsor_becomes_the_proposer_and_the_clock_runs_again",
    "proposer and facilitator in one": (
        "edge_proposer_is_the_facilitator_so_the_secretary_stands_in_and_the_card_says_so"
    ),
    "the proposer objects": "edge_the_proposer_may_object_to_their_own_text_and_withdraw_or_hand_over",
    "two platforms, one answer": "edge_dual_platform_one_person_has_one_answer_and_the_last_one_counts",
    "a second account is refused, not merged": "a_second_account_on_the_same_platform_is_refused",
    "a press after the end": "edge_clicks_after_the_end_are_told_the_outcome_and_where_it_is",
    "adopt and object at the same instant": (
        "edge_adopt_and_object_at_the_same_instant_the_order_of_carrying_out_decides"
    ),
    "an objection after adoption is offered row 18": (
        "row_18_whoever_objects_after_adoption_is_told_and_offered_it_in_one_press"
    ),
}
OBJECTIONS = {
    "group: electors say, with a reason": (
        "section_2_group_electors_say_it_qualifies_or_that_they_see_it_differently_with_a_reason"
    ),
    "group: reworded at most twice": "section_2_group_the_window_restarts_at_most_twice",
    "group: nothing remains": "section_2_group_nothing_remains_so_it_does_not_qualify_and_is_kept_as_a_concern",
    "group: qualifies": "section_2_group_with_no_standing_difference_it_qualifies",
    "group: contested": "section_2_group_with_a_standing_difference_it_stays_open_contested",
    "group: contested may be escalated": (
        "section_2_what_is_contested_after_a_test_the_facilitator_may_escalate_without_more"
    ),
    "group: the proposer should defer": "section_2_group_the_proposer_may_question_and_is_told_to_defer",
    "facilitator: reasons for all four": "section_2_facilitator_finds_that_reasons_are_given_for_all_four",
    "facilitator: not whether they are true": "section_2_facilitator_must_say_why_a_reason_is_none",
    "facilitator: a broken rule counts": "section_2_a_rule_violation_always_counts_and_the_secretary_rules",
    "objector: they decide": "section_2_objector_decides_that_it_is_paramount_and_no_test_is_to_be_had",
    "objector: past a refusal to work on it": "row_14_no_good_faith_effort_needs_an_amendment_that_was_tried",
    "no side tests": "section_2_a_facilitator_who_is_proposer_or_objector_cannot_test",
    "kept as a concern with the reasoning": (
        "section_2_facilitator_finds_a_reason_missing_and_it_is_kept_as_a_concern_with_the_reasoning"
    ),
    "one appeal, to the parent": "section_2_the_objector_appeals_to_the_parents_facilitator_and_it_blocks_meanwhile",
    "coached, not blocked": "section_2_better_ideas_and_dislikes_are_coached_and_never_blocked",
    "the card says who, what and when": "section_2_the_card_says_the_stage_who_may_act_what_comes_next_and_when",
}
CIRCLES = {
    "lead and delegate have rights in both": "section_5_linked_people_are_full_members_who_may_propose",
    "the parent's electorate": "section_5_the_parents_electorate_includes_lead_and_delegate_of_each_sub_circle",
    "two seats, one answer": "section_5_one_person_in_two_seats_has_one_answer",
    "another domain is forwarded to": "row_2_forwarding_reopens_it_in_the_right_circle_for_its_electors",
    "closing waits": "section_5_closing_a_circle_waits_until_everything_in_it_has_another_home",
    "a vacant delegate is shown": "section_5_a_vacant_delegate_keeps_no_parent_from_deciding_and_the_card_says_so",
    "and stands in the record": "edge_with_a_vacant_delegate_the_parent_can_still_decide_and_the_record_says_so",
    "a private circle's escalation": (
        "edge_a_private_circles_escalation_asks_before_and_shows_text_and_history_without_names"
    ),
    "a private circle is not there elsewhere": "private_circle_its_ids_do_not_exist_elsewhere",
}
RIGHTS = {
    "read a circle, public or private": "table_a_public_circle_is_read_by_all_and_a_private_one_from_its_seats",
    "propose, answer, amend, offer, facilitate": "table_who_may_do_what",
    "every command has its cells": "table_every_command_that_people_press_about_a_circle_has_its_cells",
    "every role has its column": "table_every_row_says_so_for_every_role_there_is",
    "agreements and reviews, outcomes noted": "table_who_may_do_what_to_an_agreement",
    "decisions recorded": "table_the_secretary_and_the_lead_record_and_others_are_told_who_can",
    "deputies in a facilitator's acts": "deputies_for_forwarding_as_for_discarding",
    "an appeal": "table_an_appeal_is_decided_by_the_parents_facilitator",
    "a person of their own": "nobody_else_says_it",
    "members of a circle": "table_members_of_a_circle_are_changed_by_its_lead_or_the_config",
    "roles, homes and policy": "table_roles_homes_policies_and_alarms_are_no_persons_to_press",
    "the config": "table_the_config_may",
    "seats, not permissions of a chat": "deputies_have_a_seat_not_a_permission_of_the_chat",
    "a private circle and an admin": "the_private_and_the_missing_are_refused_in_the_same_words",
}
MONEY = {
    "set aside when asked for": "what_is_asked_for_is_set_aside_at_once",
    "never less than nothing": "no_money_is_made_or_lost",
    "available is what is not asked for, promised or spent": "requests_make_and_lose_no_money_either",
    "promised when approved": "an_approval_promises_it_and_a_second_press_changes_nothing",
    "spent when paid, perhaps in parts": "what_is_paid_is_spent_and_closes_the_request",
    "closed when receipts are in": "where_receipts_are_needed_it_is_closed_with_the_first",
    "declined sets free": "declining_needs_a_reason_and_sets_it_free",
    "withdrawn sets free": "taking_it_back_sets_it_free",
    "lapsed sets free": "what_nobody_decides_lapses_after_thirty_days",
    "announced, and approved after the waiting time": (
        "a_small_amount_is_announced_and_stands_unless_somebody_escalates_it"
    ),
    "unless anybody escalates it": "what_is_escalated_needs_an_approval",
    "roles, k of n": "several_must_approve_where_the_circle_says_so_and_two_roles_are_one_person",
    "never the requester": "nobody_approves_their_own_request",
    "requester, approver and payer apart": "whoever_would_be_paid_does_not_approve_unless_the_circle_says_so",
    "above, by consent, without the requester": (
        "above_the_limits_the_circle_decides_by_its_ordinary_process_without_the_requester"
    ),
    "adopted, it is promised": "the_circle_decides_what_is_adopted_is_promised",
    "not adopted, it is free again": "whatever_ends_one_ends_the_other_and_sets_it_free",
    "nobody alone in a circle decides": "whoever_sits_alone_asks_the_circle_above",
    "no approver, the circle": "where_too_few_could_approve_the_circle_decides",
    "from roles to the circle": "what_waits_for_roles_anybody_takes_to_the_circle",
    "an approval binds to the content": "an_approval_belongs_to_what_was_seen",
    "any edit voids it, in a round too": "a_change_is_a_version_of_both_and_set_aside_anew",
    "an approval at the instant of an edit": "adopted_at_the_instant_of_a_change_the_order_decides",
    "at most so many at once": "a_person_holds_only_so_many_at_once",
    "it ends with its round": "what_the_circle_decides_is_set_aside_as_long_as_the_round_takes",
    "over the envelope: the figures and the way": "more_than_there_is_is_refused_with_the_figures_and_the_way",
    "at the root: from outside": "at_the_root_whoever_can_bring_money_is_named",
    "a payee who left": "a_payee_who_left_is_paid_nothing",
    "a requester who leaves": "whoever_leaves_leaves_nothing_set_aside",
    "a role that changes hands": "a_role_that_changes_hands_is_whose_it_is_when_they_press",
    "a private circle": "a_private_circle_is_shown_above_only_by_who_says_so",
    "approvers are reminded": "those_who_can_approve_are_reminded_once_and_before_it_lapses",
}
RULES: dict[str, str] = {
    **{f"row {number}, {what}": test for (number, what), test in ROWS.items()},
    **{f"settled, {what}": test for what, test in SETTLED.items()},
    **{f"edge, {what}": test for what, test in EDGE_CASES.items()},
    **{f"objections, {what}": test for what, test in OBJECTIONS.items()},
    **{f"circles, {what}": test for what, test in CIRCLES.items()},
    **{f"rights, {what}": test for what, test in RIGHTS.items()},
    **{f"money, {what}": test for what, test in MONEY.items()},
}


@cache
def names() -> frozenset[str]:
    """Every test there is, without `test_`."""
    modules = (ast.parse(path.read_text(encoding="utf-8")) for path in TESTS.rglob("test_*.py"))
    found = (one for tree in modules for one in ast.walk(tree))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    called = (one.name for one in found if isinstance(one, kinds))
    return frozenset(name.removeprefix("test_") for name in called if name.startswith("test_"))


@pytest.mark.parametrize("rule", RULES)
def test_coverage_every_rule_of_the_process_has_its_test(rule: str) -> None:
    assert RULES[rule] in names(), f"{rule}: there is no test_{RULES[rule]} any more; name the one that holds it now"


def test_coverage_no_row_is_left_out() -> None:
    assert {number for number, _ in ROWS} == set(range(1, 21))
    for number, what in ROWS:
        assert ROWS[number, what].startswith(f"row_{number}_"), f"row {number}, {what}: the test is not named after it"


def test_coverage_a_test_named_after_a_row_names_one_there_is() -> None:
    numbers = {name.split("_")[1] for name in names() if name.startswith("row_")}
    assert {int(number) for number in numbers if number.isdigit()} == set(range(1, 21))
