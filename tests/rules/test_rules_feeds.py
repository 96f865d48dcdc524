"""Addresses of calendars: one a person and calendar, whose they are, and what ends them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance_core.feeds.messages import NEW, OFF, ChangeFeed, FeedClosed, FeedOpened, ReviewFeeds
from governance_core.feeds.model import TOKEN_LENGTH, Address, Feeds, address_of, digest_of, token_of
from governance_core.feeds.rules import RULES, FeedFacts, JustShown, NotServed, follows
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, CARE, CEM, DEE, GARDEN, MONDAY, Organisation, harbour

BASE = "https://circlet.example.org"


def facts(
    who: PersonId, org: Organisation | None = None, base: str = BASE, token: str = "t", after: int = 0
) -> FeedFacts:
    """What is known so many minutes after Monday began."""
    org = org or harbour()
    return FeedFacts(MONDAY + timedelta(minutes=after), Actor("person", who), org.circles, org.people, base, token)


def test_a_new_address_takes_the_place_of_the_old() -> None:
    [opened] = RULES.decide(ChangeFeed(address=NEW, circle=GARDEN), Feeds(), facts(ANA, token="one"))
    state = RULES.evolve(Feeds(), opened)
    assert opened == FeedOpened(person=ANA, circle=GARDEN, digest=digest_of("one"), seated=True, at=MONDAY)
    again = RULES.decide(ChangeFeed(address=NEW, circle=GARDEN), state, facts(ANA, token="two", after=1))
    assert again == (
        FeedClosed(person=ANA, circle=GARDEN, digest=digest_of("one"), because="replaced"),
        replace(opened, digest=digest_of("two"), at=MONDAY + timedelta(minutes=1)),
    )


def test_pressing_twice_makes_one() -> None:
    pressed = ChangeFeed(address=NEW)
    state = RULES.outcome(pressed, Feeds(), facts(ANA, token="one"))[1]
    with pytest.raises(JustShown) as refused:
        RULES.decide(pressed, state, facts(ANA, token="two"))
    helpful(words_of(refused.value, harbour().people))
    assert len(RULES.decide(ChangeFeed(address=NEW, circle=GARDEN), state, facts(ANA, token="two"))) == 1
    assert len(RULES.decide(ChangeFeed(address=OFF), state, facts(ANA))) == 1
    assert len(RULES.decide(pressed, state, facts(ANA, token="two", after=1))) == 2


def test_what_is_not_served_or_not_seen_is_refused_in_words() -> None:
    with pytest.raises(NotServed) as refused:
        RULES.decide(ChangeFeed(address=NEW), Feeds(), facts(ANA, base=""))
    helpful(words_of(refused.value, harbour().people))
    for address in (NEW, OFF):
        with pytest.raises(Unknown):
            RULES.decide(ChangeFeed(address=address, circle=CARE), Feeds(), facts(CEM))


def test_a_review_ends_what_was_lost_and_nothing_else() -> None:
    org = harbour()
    held = {
        "a": Address(ANA, GARDEN, True, MONDAY),
        "c": Address(CEM, CARE, True, MONDAY),
        "d": Address(DEE, None, True, MONDAY),
    }
    [closed] = RULES.decide(ReviewFeeds(), Feeds(held), facts(ANA, org))
    assert closed == FeedClosed(person=CEM, circle=CARE, digest="c", because="lost")
    assert not follows(Address(PersonId("nobody"), None, False, MONDAY), org.circles, org.people)


def test_an_address_says_nothing_but_what_is_secret() -> None:
    token = token_of("k" * 22)
    assert len(token) == TOKEN_LENGTH
    assert token.isalnum()
    assert token == token.lower()
    assert address_of(f"{BASE}/", token) == f"{BASE}/calendar/{token}.ics"
    assert len({token_of(f"{number:022}") for number in range(1000)}) == 1000


PRESSES = st.lists(st.tuples(st.sampled_from([ANA, DEE]), st.sampled_from([None, GARDEN]), st.sampled_from([NEW, OFF])))


@given(PRESSES)
def test_there_is_one_address_at_most_and_it_is_the_last(presses: list[tuple[PersonId, CircleId | None, str]]) -> None:
    state, last = Feeds(), dict[tuple[PersonId, CircleId | None], str]()
    for number, (person, circle, which) in enumerate(presses):
        known = facts(person, token=str(number), after=number)
        state = RULES.outcome(ChangeFeed(address=which, circle=circle), state, known)[1]
        last.pop((person, circle), None)
        last.update({(person, circle): digest_of(str(number))} if which == NEW else {})
    assert {(one.person, one.circle): digest for digest, one in state.addresses.items()} == last
    assert len(state.addresses) == len(last)
