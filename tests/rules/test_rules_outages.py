"""`outage_grace`: whoever could not answer because the bot was down gets that time back, where the circle wants it."""

from datetime import datetime, timedelta

import pytest

from governance_core.cards.plain import plain_card
from governance_core.kernel.ids import CLOCK
from governance_core.kernel.time import Duration, wall
from governance_core.proposals.cards import proposal_card
from governance_core.proposals.messages.outages import NoteOutage, RoundGraced
from tests.rules.given import P1, Given, Names, a_round, consent, given, objection, proposal
from tests.rules.organisation import BEN, CEM, GARDEN, MONDAY, REPAIR, harbour, hours

END = MONDAY + hours(72)
QUARTER = END - hours(18)


def round_of(grace: str = "true", **rules: str) -> Given:
    return a_round(org=harbour().ruled(GARDEN, outage_grace=grace, window="72h", **rules))


def down(since: datetime, until: datetime, round_: Given | None = None) -> Given:
    return _told(round_ or round_of(), since, until)


def _told(round_: Given, since: datetime, until: datetime) -> Given:
    now = round_.at(until)
    return now.happened(*now.when(CLOCK, NoteOutage(id=P1, since=since, until=until)).whatever())


@pytest.mark.parametrize(
    "since, until, later, why",
    [
        (QUARTER, QUARTER + hours(1), hours(1), "an hour is enough"),
        (QUARTER, QUARTER + timedelta(minutes=59), None, "less is not"),
        (QUARTER - hours(5), QUARTER + hours(3), hours(3), "only the last quarter counts"),
        (QUARTER - hours(9), QUARTER, None, "before it there was time left"),
        (END - hours(2), END - hours(1), hours(1), "back before the end"),
        (END - hours(1), END, hours(1), "back at the end"),
        (END - hours(2), END + hours(7), hours(9), "back after it: counted from then"),
        (QUARTER - hours(90), END + hours(100), hours(118), "down all the time: the whole quarter anew"),
    ],
)
def test_an_hour_or_more_of_the_last_quarter_is_added_behind_it(
    since: datetime, until: datetime, later: timedelta | None, why: str
) -> None:
    told = down(since, until)
    assert told.state.deadline == END + (later or timedelta(0)), why
    assert isinstance(told.history[-1], RoundGraced) is bool(later), why


def test_it_is_off_unless_the_circle_wants_it() -> None:
    assert down(END - hours(5), END + hours(1), round_of("false")).state.deadline == END
    assert down(END - hours(5), END + hours(1), a_round()).state.graced == timedelta(0)


def test_told_twice_it_is_given_once_and_a_second_outage_again() -> None:
    once = down(END - hours(4), END - hours(1))
    assert _told(once, END - hours(4), END - hours(1)).state == once.state
    again = _told(once, END, END + hours(2))
    assert (again.state.deadline, again.state.graced) == (END + hours(5), hours(5))


def test_a_round_whose_clock_stands_still_needs_nothing() -> None:
    stopped = round_of().having(BEN, objection())
    assert down(END - hours(5), END - hours(1), stopped).state == stopped.state


def test_who_was_not_waited_for_is_reminded_by_the_new_end_and_the_card_says_why() -> None:
    told = down(END - hours(6), END + hours(1)).having(BEN, consent())
    assert told.ringing()["deadline"] == END + hours(7)
    card = plain_card(proposal_card(P1, told.state, "Garden", []), Names(told.org.people))
    assert "6 h later, as the bot was down" in card


@pytest.mark.parametrize(
    "change", [datetime.fromisoformat("2026-03-08T07:00Z"), datetime.fromisoformat("2026-11-01T06:00Z")]
)
def test_dst_what_is_given_back_is_exact_also_when_the_clocks_change_meanwhile(change: datetime) -> None:
    start = change - hours(68)
    org = harbour().ruled(REPAIR, outage_grace="true", window="3d")
    round_ = given(org=org, at=start).having(CEM, proposal(REPAIR))
    end = round_.state.deadline
    assert end is not None
    assert wall(end, "America/New_York") == wall(start, "America/New_York") + Duration.parse("3d").length
    told = _told(round_, end - hours(5), end - hours(1))
    assert told.state.deadline == end + hours(4)
