"""Settings of one's own: what can be chosen, and how reminders keep to it."""

import pytest

from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import CLOCK, Actor, PersonId, Via
from governance_core.kernel.zones import nearest_zone, zone_meant, zones_like
from governance_core.people.events import PersonSet
from governance_core.people.evolve import evolve
from governance_core.people.guards import PeopleFacts
from governance_core.people.messages import ChooseSettings
from governance_core.people.model import People, Person
from governance_core.people.rules import decide
from governance_core.people.settings import as_typed, said
from governance_core.proposals.events import ElectorsReminded
from governance_core.proposals.hearing import notices
from governance_core.proposals.reminding import told_alone
from governance_core.proposals.tellings import telling
from tests.rules.given import P1, REMINDER, Given, Like, Names, a_round, consent
from tests.rules.organisation import ANA, BEN, DEE, FAY, GARDEN, MONDAY, Organisation, harbour, hours

ON_SLACK = Via("slack", "U1")


def set_(person: PersonId, via: Via | None = None, **chosen: str) -> tuple[PersonSet, ...]:
    state = People({person: Person(person, "Ben", accounts={"slack": "U1"})})
    facts = PeopleFacts(MONDAY, Actor.of_person(person, via))
    return decide(ChooseSettings(**chosen), state, facts)  # type: ignore[return-value]


def asking(org: Organisation, person: PersonId, via: Via | None = None, **chosen: str) -> Organisation:
    return org.decided(ChooseSettings(**chosen), Actor.of_person(person, via))


@pytest.mark.parametrize(
    "field,typed,kept",
    [
        ("zone", "lisbon", "Europe/Lisbon"),
        ("zone", "New York", "America/New_York"),
        ("language", "PT-br", "pt-BR"),
        ("quiet_hours", "22:00–7:00", "22:00-07:00"),
        ("quiet_hours", "off", "off"),
        ("reminders", "direct", "slack"),
    ],
)
def test_what_is_chosen_is_kept_as_it_is_written(field: str, typed: str, kept: str) -> None:
    [event] = set_(BEN, ON_SLACK, **{field: typed})
    assert (event.setting, event.value, event.own) == (field, kept, True)


@pytest.mark.parametrize(
    "field,typed,fix",
    [
        ("zone", "Europe/Lisbn", "Did you mean Europe/Lisbon?"),
        ("zone", "berln", "Did you mean Europe/Berlin?"),
        ("zone", "Mars/Phobos", "Write it as Europe/Lisbon"),
        ("language", "portugese", "Did you mean pt?"),
        ("language", "pt_BR", "Did you mean pt-BR?"),
        ("quiet_hours", "at night", "Write them as 22:00-07:00"),
        ("quiet_hours", "25:00-07:00", "Write them as 22:00-07:00"),
        ("quiet_hours", "08:00-08:00", "off means that there are none"),
    ],
)
def test_what_cannot_be_chosen_is_said_at_its_field_with_what_may_be_meant(field: str, typed: str, fix: str) -> None:
    with pytest.raises(Invalid) as refused:
        set_(BEN, **{field: typed})
    assert refused.value.field == field
    assert fix in str(refused.value.fields["fix"])


def test_direct_messages_stay_where_they_were_asked_for_until_they_are_given_up() -> None:
    state = People({BEN: Person(BEN, "Ben", accounts={"slack": "U1", "discord": "1"}, reminders="slack")})
    facts = PeopleFacts(MONDAY, Actor.of_person(BEN, Via("discord", "1")))
    assert decide(ChooseSettings(reminders="direct", quiet_hours="circle"), state, facts) == ()
    [given_up] = decide(ChooseSettings(reminders="place"), state, facts)
    [moved] = decide(ChooseSettings(reminders="direct"), evolve(state, given_up), facts)
    assert moved.value == "discord"  # type: ignore[attr-defined]
    gone = People({BEN: Person(BEN, "Ben", accounts={"discord": "1"}, reminders="slack")})
    [anew] = decide(ChooseSettings(reminders="direct"), gone, facts)
    assert anew.value == "discord"  # type: ignore[attr-defined]


def test_the_circles_quiet_hours_can_be_had_back_and_what_is_so_already_is_not_set() -> None:
    state = People({BEN: Person(BEN, "Ben", quiet_hours="22:00-07:00", reminders="slack")})
    facts = PeopleFacts(MONDAY, Actor.of_person(BEN, ON_SLACK))
    events = decide(ChooseSettings(quiet_hours="circle", reminders="place"), state, facts)
    for event in events:
        state = evolve(state, event)
    assert as_typed(state.persons[BEN]) == {
        "zone": "",
        "language": "",
        "quiet_hours": "circle",
        "reminders": "place",
        "prompts": "open",
    }
    assert decide(ChooseSettings(quiet_hours="circle", reminders="place"), state, facts) == ()


def test_a_zone_that_is_so_already_is_confirmed_once() -> None:
    state = People({BEN: Person(BEN, "Ben", zone="Europe/Lisbon")})
    facts = PeopleFacts(MONDAY, Actor.of_person(BEN))
    [event] = decide(ChooseSettings(zone="Europe/Lisbon"), state, facts)
    assert decide(ChooseSettings(zone="Europe/Lisbon"), evolve(state, event), facts) == ()


def test_zones_are_found_by_their_city() -> None:
    assert zone_meant("utc") == "UTC"
    assert zone_meant("") is None
    assert zones_like("tok")[0] == "Asia/Tokyo"
    assert zones_like(" _ ") == ()
    assert nearest_zone("tokio") == "Asia/Tokyo"


@pytest.mark.parametrize("setting,value,words", [("quiet_hours", "22:00-07:00", "22:00 to 07:00"), ("x", "y", "y")])
def test_settings_are_said_in_words(setting: str, value: str, words: str) -> None:
    assert said(setting, value) == words


# Reminders


def half(org: Organisation) -> Given:
    """Half of a window has passed: noon on Monday."""
    return a_round(org.ruled(GARDEN, window="6h", reminders="half")).at(MONDAY + hours(3))


def test_reminders_keep_to_quiet_hours_of_ones_own() -> None:
    org = asking(harbour(), BEN, quiet_hours="10:00-14:00")
    reminded = half(org).when(CLOCK, REMINDER).then(Like(ElectorsReminded, persons=(ANA, DEE, FAY)))
    assert reminded.ringing()["reminder"] == MONDAY + hours(5)
    reminded.at(MONDAY + hours(5)).when(CLOCK, REMINDER).then(Like(ElectorsReminded, persons=(BEN,), later={}))


def test_somebody_who_wants_none_of_the_circles_quiet_hours_is_reminded_in_them() -> None:
    org = asking(harbour(), BEN, quiet_hours="off").ruled(GARDEN, window="23h", reminders="half")
    night = a_round(org).at(MONDAY + hours(11.5))
    night.when(CLOCK, REMINDER).then(Like(ElectorsReminded, persons=(BEN,)))


def test_quiet_hours_chosen_while_a_reminder_waits_put_it_off_again() -> None:
    waiting = half(asking(harbour(), BEN, quiet_hours="10:00-14:00")).having(CLOCK, REMINDER)
    changed = waiting.but(lambda org: asking(org, BEN, quiet_hours="10:00-14:30")).at(MONDAY + hours(5))
    put_off = changed.when(CLOCK, REMINDER).then(Like(ElectorsReminded, persons=()))
    assert put_off.state.remind_later == {BEN: MONDAY + hours(5.5)}


def test_only_who_asked_is_reminded_by_direct_message_and_then_nowhere_else() -> None:
    org = asking(harbour(), BEN, Via("console", "ben"), reminders="direct")
    [event] = half(org).when(CLOCK, REMINDER).events
    assert isinstance(event, ElectorsReminded)
    assert event.persons == (ANA, BEN, DEE, FAY)
    assert event.direct == {BEN: "console"}
    state = half(org).state
    home, alone = notices(event, state)
    assert (home.note, alone.to, alone.platform) == ("reminder", BEN, "console")
    in_place, by_message = telling(P1, event, state), told_alone(P1, event, state, BEN)
    assert in_place
    assert by_message
    named = str(in_place.summary)
    assert "'ben'" not in named
    assert "'ana'" in named
    assert Names(org.people).name(BEN) not in str(by_message.summary)
    assert [one.label for one in by_message.buttons()] == ["Open"]


def test_nobody_is_reminded_who_answered_before_it_could_be_said() -> None:
    org = asking(harbour(), BEN, Via("console", "ben"), reminders="direct")
    reminded = half(org)
    [event] = reminded.when(CLOCK, REMINDER).events
    answered = reminded.having(BEN, consent()).having(ANA, consent()).state
    assert told_alone(P1, event, answered, BEN) is None
    said_of = telling(P1, event, answered)
    assert said_of
    assert "'ana'" not in str(said_of.summary)


def test_somebody_who_asked_on_an_account_that_is_gone_is_reminded_in_the_place() -> None:
    org = asking(harbour(), BEN, ON_SLACK, reminders="direct")
    [event] = half(org).when(CLOCK, REMINDER).events
    assert isinstance(event, ElectorsReminded)
    assert BEN in event.persons
    assert event.direct == {}
