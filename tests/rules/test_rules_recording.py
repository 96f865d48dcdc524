"""A decision made elsewhere in the logbook: who may write it down, what is asked of it, and what people see of it."""

from collections.abc import Mapping
from typing import Any

import pytest

from governance_core.cards.card import Card
from governance_core.cards.plain import plain_card, plain_text
from governance_core.cards.source import is_message, source_text
from governance_core.cards.text import Link
from governance_core.circles.messages import CloseCircle, FillRole
from governance_core.circles.model import DELEGATE, FACILITATOR, LEAD, SECRETARY
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import CLOCK, CONFIG, Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.logbook import cards, receipts, tellings
from governance_core.logbook.feature import sees
from governance_core.logbook.messages import AgreementNoted, RecordDecision
from governance_core.logbook.model import Agreement
from governance_core.logbook.rules import LogbookFacts, RecordedAlready, decide, evolve
from governance_core.outgoing import Posting
from tests.rules.given import Names, helpful, words_of
from tests.rules.organisation import (
    ANA,
    BEN,
    CARE,
    CEM,
    COMMONS,
    DEE,
    ELI,
    FAY,
    GARDEN,
    GIL,
    MONDAY,
    REPAIR,
    Organisation,
    days,
    harbour,
)
from tests.rules.test_rules_cards import TEXTS, sound
from tests.rules.world import World

D1 = StreamId("D-1")
WHILE_IT_STANDS = ["Propose a change", "Propose to drop it", "Object", "Review it now", "Add an action"]
MEETING = "meeting of 3 March"
LINK = "https://discord.com/channels/1/2/3"


def record(circle: CircleId = GARDEN, **given: Any) -> RecordDecision:
    whole = {"title": "Tools go back", "text": "To the shed, by dusk", "source": MEETING, **given}
    return RecordDecision(circle=circle, **whole)


def decided(
    command: RecordDecision, by: PersonId = FAY, org: Organisation | None = None, twin: StreamId | None = None
) -> tuple[Event, ...]:
    """What comes of it, on a Monday in the harbour."""
    facts = LogbookFacts(MONDAY, Actor.of_person(by), (org or harbour()).circles, twin)
    return decide(command, Agreement(), facts)


def noted(command: RecordDecision | None = None, by: PersonId = FAY, org: Organisation | None = None) -> AgreementNoted:
    (event,) = decided(command or record(), by, org)
    assert isinstance(event, AgreementNoted)
    return event


def refused(why: type[Refusal], command: RecordDecision, by: PersonId = FAY, **given: Any) -> str:
    org: Organisation = given.get("org", harbour())
    with pytest.raises(why) as refusal:
        decided(command, by, **given)
    said = words_of(refusal.value, org.people)
    helpful(said)
    return said


def test_it_is_recorded_with_who_wrote_it_down_and_where_it_was_decided() -> None:
    assert noted(record(driver="Tools go missing", review="20d", expiry="25d")) == AgreementNoted(
        circle=GARDEN,
        recorded_by=FAY,
        at=MONDAY,
        review_at=MONDAY + days(20),
        opens_at=MONDAY + days(13),
        expires_at=MONDAY + days(25),
        warns_at=MONDAY + days(12.5),
        term="20d",
        expiry="25d",
        title="Tools go back",
        text="To the shed, by dusk",
        source=MEETING,
        driver="Tools go missing",
    )


def test_its_dates_come_from_the_circles_policy_where_none_is_given() -> None:
    org = harbour().ruled(GARDEN, review="20d", expiry="365d")
    assert noted(org=org).review_at == MONDAY + days(20)
    assert noted(org=org).expires_at == MONDAY + days(365)
    assert noted().expires_at is None
    assert noted(record(review="10d"), org=org).review_at == MONDAY + days(10)


def test_a_date_alone_means_the_time_the_day_starts_in_the_circles_zone() -> None:
    org = harbour().ruled(REPAIR, day_starts="08:30").appointed(REPAIR, SECRETARY, CEM)
    assert f"{noted(record(REPAIR, review='2026-05-01'), CEM, org).review_at:%H:%M}" == "12:30"


ROLES: Mapping[str, tuple[PersonId, bool]] = {
    "lead": (ANA, True),
    "secretary": (FAY, True),
    "delegate": (BEN, False),
    "facilitator": (DEE, False),
    "seated by a double link elsewhere": (CEM, False),
    "outsider": (ELI, False),
    "admin": (GIL, False),
}


@pytest.mark.parametrize("role", ROLES)
def test_table_the_secretary_and_the_lead_record_and_others_are_told_who_can(role: str) -> None:
    person, may = ROLES[role]
    if may:
        assert noted(by=person).recorded_by == person
        return
    said = refused(NotAllowed, record(), person)
    assert said.startswith("Only Fay or Ana can record a decision of Garden. Ask them to")
    assert "/proposal create" in said


@pytest.mark.parametrize("by", [CONFIG, CLOCK, Actor.policy("x"), Actor.of_account("discord", "1009")])
def test_table_nothing_but_a_person_records(by: Actor) -> None:
    with pytest.raises(Refusal):
        World.founded().does(by, record())


def test_where_nobody_keeps_the_records_the_config_names_somebody() -> None:
    org = harbour().appointed(GARDEN, LEAD, None).appointed(GARDEN, SECRETARY, None)
    said = refused(NotAllowed, record(), FAY, org=org)
    assert said.startswith("Only the secretary or the lead of Garden can record a decision of Garden.")
    assert "Ask an admin to name" in said


def test_one_person_in_both_roles_is_named_once() -> None:
    org = harbour().appointed(GARDEN, SECRETARY, ANA)
    assert refused(NotAllowed, record(), FAY, org=org).startswith("Only Ana can record")


def test_the_keeper_of_another_circle_records_in_their_own_only() -> None:
    assert noted(record(REPAIR), CEM).circle == REPAIR
    assert "Only Fay or Ana" in refused(NotAllowed, record(), CEM)


@pytest.mark.parametrize("person", [BEN, DEE, GIL])
def test_a_private_circle_is_not_there_for_those_outside_it(person: PersonId) -> None:
    assert "There is no circle care here" in refused(Unknown, record(CARE), person)
    assert "Only Eli can record" in refused(NotAllowed, record(CARE), FAY)


def test_a_circle_that_is_closed_or_never_was_takes_no_decision() -> None:
    closed = harbour().without_roles(REPAIR).decided(CloseCircle(circle=REPAIR))
    assert "There is no circle repair here" in refused(Unknown, record(REPAIR), CEM, org=closed)
    assert "There is no circle moon here" in refused(Unknown, record(CircleId("moon")), CEM)


@pytest.mark.parametrize("field", ["title", "text", "source"])
@pytest.mark.parametrize("blank", ["", "  \n", "\u200b"])
def test_title_text_and_source_must_say_something(field: str, blank: str) -> None:
    assert f"The {field} is empty" in refused(Invalid, record(**{field: blank}))


@pytest.mark.parametrize("field", ["title", "text", "source", "driver"])
def test_what_cannot_be_kept_is_refused(field: str) -> None:
    for unfit in ("x" * 100_001, "half \ud800"):
        refused(Invalid, record(**{field: unfit}))


@pytest.mark.parametrize("field", ["review", "expiry"])
def test_a_date_must_be_one_and_still_to_come(field: str) -> None:
    assert "has passed" in refused(Invalid, record(**{field: "2025-01-01"}))
    refused(Invalid, record(**{field: "soonish"}))


def test_the_same_words_from_the_same_source_are_recorded_once() -> None:
    said = refused(RecordedAlready, record(), twin=D1)
    assert "as D-1, so nothing was recorded" in said
    assert "Only Fay or Ana" in refused(NotAllowed, record(), BEN, twin=D1)


def test_a_twin_is_found_in_the_same_circle_only() -> None:
    world = World.founded()
    world.does(FAY, record())
    assert isinstance(world.refuses(ANA, record(title="Called otherwise")), RecordedAlready)
    world.does(FAY, record(text="Other words"))
    world.does(FAY, record(source="meeting of 4 March"))
    world.does(CEM, record(COMMONS))
    assert world.memory.version(StreamId("D-4")) == 1


def test_nothing_follows_from_it_and_its_circle_hears_once() -> None:
    world = World.founded()
    receipt = world.does(FAY, record())
    assert world.posted() == [Posting("console", GARDEN, "say:D-1:1:0", "say", D1, 1, "announce")]
    assert [stream for stream in world.memory.journal if "-" in stream] == [D1]
    assert receipt.card() is not None


def agreement(**given: Any) -> Agreement:
    made = evolve(Agreement(), noted(record(**given)))
    assert made.decided_elsewhere
    return made


def everything(made: Agreement) -> list[Card]:
    event = noted(record(title=made.title, text=made.text, source=made.source, driver=made.driver))
    told = tellings.telling(D1, event, made, "UTC")
    assert told is not None
    shown = cards.agreement_card(D1, made, "Garden", "UTC")
    return [shown, cards.full_card(D1, made, "UTC"), told, receipts.receipt(D1, (event,), made)]


def test_it_was_never_adopted_and_nobody_answered_it() -> None:
    made = agreement()
    assert (made.adopted_at, made.proposal, made.answers, made.objections) == (None, "", {}, ())
    names = Names(harbour().people)
    for card in everything(made):
        read = plain_card(card, names) + plain_text(card.summary, names)
        assert not [word for word in ("dopted", "onsent", "Proposed", "version", "None") if word in read]
    assert [button.label for button in everything(made)[0].buttons()] == WHILE_IT_STANDS


def test_its_card_says_where_it_was_decided_and_who_wrote_it_down() -> None:
    read = plain_card(everything(agreement(driver="Tools go missing"))[0], Names(harbour().people))
    assert read == (
        "D-1 · Tools go back [in force, decided elsewhere]\n"
        "Circle: Garden\n"
        "Decided elsewhere: meeting of 3 March\n"
        "Recorded by: Fay, Mon 2 Mar 2026 09:00\n"
        "Review: Sat 29 Aug 2026\n"
        "Driver: Tools go missing\n"
        "Agreement: To the shed, by dusk\n"
        "[Propose a change] [Propose to drop it] [Object] [Review it now] [Add an action]\n"
        "Fay wrote down what was decided elsewhere. No round was held for it here."
    )


@pytest.mark.parametrize("script", TEXTS)
def test_its_cards_are_sound_with_any_text_and_lead_to_the_whole(script: str) -> None:
    words = TEXTS[script]
    shown, full, *others = everything(agreement(title=words, text=words, source=words, driver=words))
    for card in (shown, full, *others):
        sound(plain_card(card, Names(harbour().people), 200_000))
    more = ["Read in full"] if len(words) > 200 else []
    assert [button.label for button in shown.buttons()] == [*WHILE_IT_STANDS, *more]


def test_a_long_source_alone_has_a_way_to_the_whole() -> None:
    shown, full, *_ = everything(agreement(source="x" * 300))
    assert [button.label for button in shown.buttons()] == [*WHILE_IT_STANDS, "Read in full"]
    assert "x" * 300 in plain_card(full, Names(harbour().people))


def test_a_record_of_a_private_circle_is_seen_from_its_seats_only() -> None:
    world = World.founded()
    world.does(ELI, record(CARE))
    state: Agreement = world.memory.state(D1)
    for person, seen in ((ELI, True), (FAY, True), (BEN, False), (GIL, False), (None, False)):
        assert sees(state, person, world.memory) is seen  # type: ignore[arg-type]


MESSAGES = [
    LINK,
    f" {LINK} ",
    "https://discord.com/channels/1456074443980800003/1456074443980800005/1456074443980800024",
    "https://ptb.discord.com/channels/1/2/3",
    "https://canary.discord.com/channels/1/2/3",
    "https://harbour.slack.com/archives/C0GARDEN/p1772445600000100",
    "https://harbour.slack.com/archives/C0GARDEN/p1772445600000100?thread_ts=1772445600.000100&cid=C0GARDEN",
]
NO_MESSAGES = [
    MEETING,
    "",
    "P-1",
    "http://discord.com/channels/1/2/3",
    "https://discord.com/channels/1/2",
    "https://discord.com/channels/1/2/3/4",
    "https://discord.com/channels/1/2/3?x",
    "https://discord.com/channels/1/2/3)](https://evil.example",
    "https://discord.com/channels/1/2/3 and more",
    "https://discord.com.evil.example/channels/1/2/3",
    "https://evil.discord.com/channels/1/2/3",
    "https://evil.example/discord.com/channels/1/2/3",
    "https://evil.example#.slack.com/archives/C0/p1",
    "https://evil.example/.slack.com/archives/C0/p1",
    "https://user@harbour.slack.com/archives/C0/p1",
    "https://harbour.slack.com/archives/C0/p1?thread_ts=1&cid=C0&x=y",
    "https://discord.com/channels/1/2/\uff13",
    "javascript:alert(1)",
    "@everyone",
    f"{LINK}\n{LINK}",
]


@pytest.mark.parametrize("address", MESSAGES)
def test_the_address_of_a_message_leads_to_it(address: str) -> None:
    assert is_message(address)
    assert source_text(address) == (Link("this message", address.strip()),)
    assert plain_text(source_text(address), Names(harbour().people)) == f"this message ({address.strip()})"


@pytest.mark.parametrize("words", NO_MESSAGES)
def test_whatever_else_somebody_gave_as_a_source_stays_words(words: str) -> None:
    assert not is_message(words)
    (shown,) = source_text(words)
    assert isinstance(shown, str)


def test_roles_that_keep_records_are_these_two() -> None:
    circles = harbour().circles
    assert circles.record_keepers(GARDEN) == (FAY, ANA)
    assert circles.record_keepers(CircleId("moon")) == ()
    assert {FACILITATOR, DELEGATE}.isdisjoint({SECRETARY, LEAD})
    world = World.founded()
    world.does(CONFIG, FillRole(circle=GARDEN, role=SECRETARY, person=BEN))
    assert world.circles.record_keepers(GARDEN) == (BEN, ANA)
