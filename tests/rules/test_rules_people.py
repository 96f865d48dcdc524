"""People: linking a second account by a code, absences, and settings that the config only seeds."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from governance_core.cards.plain import plain_card, plain_text
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import CLOCK, CONFIG, Actor, PersonId, StreamId, Via
from governance_core.kernel.message import Command, Event
from governance_core.people import cards
from governance_core.people import messages as ask
from governance_core.people.events import (
    AbsenceDeclared,
    AbsenceEnded,
    AccountLinked,
    AccountUnlinked,
    LinkClaimed,
    LinkMistyped,
    LinkOffered,
    LinkRefused,
    PersonErased,
    PersonJoined,
    PersonLeft,
    PersonNamed,
    PersonSet,
)
from governance_core.people.evolve import evolve
from governance_core.people.feature import PEOPLE_FEATURE
from governance_core.people.guards import PeopleFacts
from governance_core.people.linking import NotThatAccount, OneAccountEach, TooManyTries, code_digest
from governance_core.people.model import PEOPLE, Absence, People, made_id
from governance_core.people.rules import decide
from tests.rules.given import REMINDER, Names, a_round, helpful, proposal, words_of
from tests.rules.organisation import ANA, BEN, CEM, FAY, MONDAY, harbour, hours
from tests.rules.world import World

CODE = "7K3MPQ2X"
ON_SLACK = Actor.of_person(BEN, Via("slack", "U0BEN"))
ON_DISCORD = Actor.of_account("discord", "1002")
OTHER = Actor.of_account("discord", "6666")


@dataclass(frozen=True)
class Everybody:
    """People at an instant."""

    state: People
    now: datetime = MONDAY

    def wait(self, **length: float) -> "Everybody":
        return replace(self, now=self.now + timedelta(**length))

    def decides(self, by: Actor, command: Command, code: str = CODE) -> tuple[Event, ...]:
        return decide(command, self.state, PeopleFacts(self.now, by, code))

    def having(self, by: Actor, command: Command, code: str = CODE) -> "Everybody":
        state = self.state
        for event in self.decides(by, command, code):
            state = evolve(state, event)
        return replace(self, state=state)

    def refuses(self, by: Actor, command: Command, *words: str) -> Refusal:
        with pytest.raises(Refusal) as refusal:
            self.decides(by, command)
        said = words_of(refusal.value, self.state)
        helpful(said)
        assert not [part for part in words if part not in said], said
        return refusal.value


def everybody() -> Everybody:
    with_slack = Everybody(harbour().people)
    return with_slack.having(CONFIG, ask.AddAccount(person=BEN, platform="slack", account="U0BEN"))


def shown() -> Everybody:
    """Ben was shown a code on Slack."""
    return everybody().having(ON_SLACK, ask.LinkAccount())


def typed() -> Everybody:
    """An account on Discord typed it a minute later."""
    return shown().wait(minutes=1).having(ON_DISCORD, ask.LinkAccount(code=CODE))


YES, NO = ask.ConfirmLink(code=code_digest(CODE)), ask.RefuseLink(code=code_digest(CODE))


# Linking a second account


def test_link_a_code_is_shown_for_ten_minutes_and_only_its_digest_is_kept() -> None:
    digest = code_digest(CODE)
    offered = LinkOffered(person=BEN, platform="slack", digest=digest, expires=MONDAY + timedelta(minutes=10))
    assert everybody().decides(ON_SLACK, ask.LinkAccount()) == (offered,)
    assert CODE not in str(shown().state)


def test_link_typed_on_b_it_asks_the_one_it_was_shown_to() -> None:
    claimed = LinkClaimed(person=BEN, digest=code_digest(CODE), platform="discord", account="1002")
    assert shown().decides(ON_DISCORD, ask.LinkAccount(code=CODE)) == (claimed,)
    notices = PEOPLE_FEATURE.notices(claimed, typed().state)
    assert [(notice.to, notice.note, notice.platform) for notice in notices] == [(BEN, "whisper", "slack")]
    asked = plain_card(cards.claim_card(claimed, typed().state), Names(harbour().people))
    assert "The account 1002 on Discord typed your code" in asked
    assert "[Yes, it is mine] [No, it is not]" in asked


def test_link_confirmed_on_a_the_account_is_theirs_and_both_are_told() -> None:
    linked = AccountLinked(person=BEN, platform="discord", account="1002", by_code=True)
    assert typed().decides(ON_SLACK, YES) == (linked,)
    after = typed().having(ON_SLACK, YES)
    assert after.state.owner("discord", "1002") == BEN
    assert after.state.owner("slack", "U0BEN") == BEN
    notices = PEOPLE_FEATURE.notices(linked, after.state)
    assert [(notice.to, notice.platform) for notice in notices] == [(BEN, "discord")]
    assert PEOPLE_FEATURE.receipt is not None
    receipt = PEOPLE_FEATURE.receipt(PEOPLE, (linked,), after.state, ON_SLACK, None)
    assert "Discord account 1002 is you from now on" in plain_text(receipt.summary, Names(after.state))


@pytest.mark.parametrize("writing", ["7k3mpq2x", " 7K3M PQ2X ", "7K3M-PQ2X", "7k3m–pq2x\n"])
def test_link_spaces_hyphens_and_case_of_a_code_do_not_matter(writing: str) -> None:
    assert isinstance(shown().decides(ON_DISCORD, ask.LinkAccount(code=writing))[0], LinkClaimed)


@pytest.mark.parametrize("seconds, known", [(599, True), (600, False), (601, False), (86400, False)])
def test_link_after_ten_minutes_a_code_is_worth_nothing(seconds: float, known: bool) -> None:
    late = shown().wait(seconds=seconds)
    kind = LinkClaimed if known else LinkMistyped
    assert isinstance(late.decides(ON_DISCORD, ask.LinkAccount(code=CODE))[0], kind)


def test_link_after_ten_minutes_a_claim_is_worth_nothing_either() -> None:
    typed().wait(minutes=9).refuses(ON_SLACK, YES, "There is no link waiting for you here")


def test_link_a_code_works_once() -> None:
    assert isinstance(typed().decides(OTHER, ask.LinkAccount(code=CODE))[0], LinkMistyped)
    after = typed().having(ON_SLACK, YES)
    assert isinstance(after.decides(OTHER, ask.LinkAccount(code=CODE))[0], LinkMistyped)
    after.refuses(ON_SLACK, YES, "There is no link waiting", "/me link gives a new one")


def test_link_a_new_code_replaces_the_one_before() -> None:
    again = shown().having(ON_SLACK, ask.LinkAccount(), "ABCD2345")
    assert isinstance(again.decides(ON_DISCORD, ask.LinkAccount(code=CODE))[0], LinkMistyped)
    assert isinstance(again.decides(ON_DISCORD, ask.LinkAccount(code="ABCD2345"))[0], LinkClaimed)


def test_link_five_wrong_codes_and_the_account_waits_ten_minutes() -> None:
    tried = shown()
    for attempt in range(5):
        (event,) = tried.decides(OTHER, ask.LinkAccount(code=f"WRONG{attempt}"))
        assert isinstance(event, LinkMistyped)
        tried = tried.having(OTHER, ask.LinkAccount(code=f"WRONG{attempt}")).wait(minutes=1)
    assert isinstance(tried.refuses(OTHER, ask.LinkAccount(code=CODE), "fifth wrong code", "09:10 UTC"), TooManyTries)
    assert isinstance(tried.decides(ON_DISCORD, ask.LinkAccount(code=CODE))[0], LinkClaimed)  # others are not held up
    rested = tried.wait(minutes=5)
    assert isinstance(rested.decides(OTHER, ask.LinkAccount(code="WRONG6"))[0], LinkMistyped)
    rested = rested.having(ON_SLACK, ask.LinkAccount())
    assert isinstance(rested.decides(OTHER, ask.LinkAccount(code=CODE))[0], LinkClaimed)


def test_link_it_says_how_many_tries_are_left() -> None:
    tried = shown().having(OTHER, ask.LinkAccount(code="WRONG"))
    (event,) = tried.decides(OTHER, ask.LinkAccount(code="WRONG"))
    receipt = cards.receipt((event,), tried.having(OTHER, ask.LinkAccount(code="WRONG")).state, "")
    assert "Tries left: 3" in plain_card(receipt, Names(tried.state))


def test_link_is_confirmed_on_a_only() -> None:
    typed().refuses(Actor.of_person(BEN, Via("discord", "1003")), YES, "Only your slack account can confirm this")
    typed().refuses(Actor.of_person(BEN), YES, "Only your slack account", "Press it where the code was shown")
    for other in (ANA, CEM):
        typed().refuses(Actor.of_person(other, Via("slack", "U0X")), YES, "There is no link waiting for you here")
        typed().refuses(Actor.of_person(other, Via("slack", "U0X")), NO, "There is no link waiting for you here")


def test_link_nobody_confirms_what_nobody_claimed() -> None:
    shown().refuses(ON_SLACK, YES, "There is no link waiting for you here")
    everybody().refuses(ON_SLACK, ask.ConfirmLink(code="nonsense"), "There is no link waiting")


def test_link_refused_on_a_nothing_is_linked_and_the_code_is_worth_nothing() -> None:
    refused = typed().having(ON_SLACK, NO)
    assert typed().decides(ON_SLACK, NO) == (LinkRefused(person=BEN, digest=code_digest(CODE)),)
    assert refused.state.owner("discord", "1002") is None
    refused.refuses(ON_SLACK, YES, "There is no link waiting")
    assert isinstance(refused.decides(ON_DISCORD, ask.LinkAccount(code=CODE))[0], LinkMistyped)


def test_link_an_account_that_is_somebodys_types_no_code() -> None:
    mine = shown().refuses(ON_SLACK, ask.LinkAccount(code=CODE), "This slack account already belongs to Ben")
    assert isinstance(mine, NotThatAccount)
    shown().refuses(Actor.of_person(ANA, Via("discord", "1001")), ask.LinkAccount(code=CODE), "belongs to Ana")


def test_link_a_person_has_one_account_on_each_platform() -> None:
    has_one = shown().having(CONFIG, ask.AddAccount(person=BEN, platform="discord", account="1003"))
    said = has_one.refuses(ON_DISCORD, ask.LinkAccount(code=CODE), "Ben has another discord account", "/me unlink")
    assert isinstance(said, OneAccountEach)
    meanwhile = typed().having(CONFIG, ask.AddAccount(person=BEN, platform="discord", account="1003"))
    assert isinstance(meanwhile.refuses(ON_SLACK, YES), OneAccountEach)


def test_link_the_account_became_somebody_elses_meanwhile() -> None:
    meanwhile = typed().having(CONFIG, ask.AddAccount(person=ANA, platform="discord", account="1002"))
    meanwhile.refuses(ON_SLACK, YES, "There is no link waiting for you here", "/me link gives a new one")


def test_link_the_code_of_somebody_who_left_is_worth_nothing() -> None:
    gone = shown().having(CONFIG, ask.LeaveOrganisation(person=BEN))
    assert isinstance(gone.decides(ON_DISCORD, ask.LinkAccount(code=CODE))[0], LinkMistyped)


def test_link_through_the_door_the_code_has_eight_characters_and_both_places_hear_of_it() -> None:
    world = World.founded()
    world.does(CONFIG, ask.AddAccount(person=BEN, platform="slack", account="U0BEN"))
    on_slack = Actor.of_account("slack", "U0BEN")
    receipt = world.does(on_slack, ask.LinkAccount())
    card = receipt.card()
    assert card is not None
    code = plain_card(card, Names(world.people)).split("Your code is ")[1].split(".")[0]
    assert len(code) == 8
    world.does(ON_DISCORD, ask.LinkAccount(code=code))
    asked = [(posting.platform, posting.place) for posting in world.posted()]
    assert asked == [("slack", "U0BEN")]
    world.does(on_slack, ask.ConfirmLink(code=code_digest(code)))
    assert [(posting.platform, posting.place) for posting in world.posted()] == [("discord", "1002")]
    assert world.people.owner("discord", "1002") == BEN


def test_unlinking_an_account_makes_it_nobodys() -> None:
    linked = typed().having(ON_SLACK, YES)
    assert linked.decides(ON_SLACK, ask.UnlinkAccount(platform=" Discord ")) == (
        AccountUnlinked(person=BEN, platform="discord"),
    )
    off = linked.having(ON_SLACK, ask.UnlinkAccount(platform="discord"))
    assert off.state.owner("discord", "1002") is None
    assert off.state.owner("slack", "U0BEN") == BEN
    off.refuses(ON_SLACK, ask.UnlinkAccount(platform="discord"), "no account of yours on discord", "/me show")


# Accounts from the config


def test_the_config_gives_a_first_account_and_then_another_instead() -> None:
    (linked,) = Everybody(harbour().people).decides(CONFIG, ask.AddAccount(person=ANA, platform="slack", account="U1"))
    assert linked == AccountLinked(person=ANA, platform="slack", account="U1")
    moved = everybody().having(CONFIG, ask.AddAccount(person=BEN, platform="slack", account="U2"))
    assert moved.state.owner("slack", "U0BEN") is None
    assert moved.state.owner("slack", "U2") == BEN
    assert moved.decides(CONFIG, ask.AddAccount(person=BEN, platform="slack", account="U2")) == ()


def test_the_config_takes_an_account_once_and_from_nobody_without_a_complaint() -> None:
    taken = everybody().having(CONFIG, ask.RemoveAccount(person=BEN, platform="slack"))
    assert taken.state.owner("slack", "U0BEN") is None
    assert taken.decides(CONFIG, ask.RemoveAccount(person=BEN, platform="slack")) == ()


def test_an_account_is_one_persons() -> None:
    taken = everybody().refuses(CONFIG, ask.AddAccount(person=ANA, platform="slack", account="U0BEN"), "belongs to Ben")
    assert isinstance(taken, NotThatAccount)


def test_on_the_console_an_account_is_the_person_unless_they_left() -> None:
    assert everybody().state.owner("console", "ben") == BEN
    gone = everybody().having(CONFIG, ask.LeaveOrganisation(person=BEN))
    assert gone.state.owner("console", "ben") is None
    assert gone.state.owner("slack", "U0BEN") is None
    assert gone.decides(CONFIG, ask.LeaveOrganisation(person=BEN)) == ()


# Absences


def test_absences_are_from_now_or_from_a_date_in_ones_own_zone() -> None:
    (now,) = everybody().decides(Actor.of_person(CEM), ask.DeclareAbsence(until="2026-03-09"))
    assert now == AbsenceDeclared(person=CEM, start=MONDAY, until=datetime(2026, 3, 9, 6, tzinfo=UTC))  # Istanbul
    (later,) = everybody().decides(
        Actor.of_person(FAY), ask.DeclareAbsence(start="2026-03-28 09:00", until="2026-03-30 09:00")
    )
    assert later == AbsenceDeclared(
        person=FAY, start=datetime(2026, 3, 28, 8, tzinfo=UTC), until=datetime(2026, 3, 30, 7, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    "start, until",
    [
        (None, "2026-03-02 09:00"),
        (None, "2020-01-01"),
        ("2026-03-09", "2026-03-09"),
        ("2026-03-09", "2026-03-08"),
        ("2020-01-01", "2020-02-01"),
    ],
)
def test_absences_that_are_over_or_end_before_they_start_are_refused(start: str | None, until: str) -> None:
    command = ask.DeclareAbsence(start=start, until=until)
    refusal = everybody().refuses(Actor.of_person(BEN), command, "not after the start")
    assert isinstance(refusal, Invalid)
    assert refusal.field == "until"


def test_absences_with_dates_that_are_none_are_refused() -> None:
    everybody().refuses(Actor.of_person(BEN), ask.DeclareAbsence(until="soon"), "'soon' is no date")
    everybody().refuses(Actor.of_person(BEN), ask.DeclareAbsence(until="7d", start="2026-02-30"), "not in the calendar")


def test_absences_declared_before_are_kept_when_another_is_declared() -> None:
    by = Actor.of_person(BEN)
    first = everybody().having(by, ask.DeclareAbsence(start="2026-03-10 00:00", until="2026-03-12 00:00"))
    both = first.having(by, ask.DeclareAbsence(start="2026-03-20 00:00", until="2026-03-25 00:00"))
    assert [(a.start.day, a.until.day) for a in both.state.absences(BEN)] == [(10, 12), (20, 25)]


def test_absences_that_overlap_or_follow_each_other_are_one() -> None:
    by, declared = Actor.of_person(BEN), everybody()
    for start, until in (("10", "12"), ("14", "16"), ("11", "14"), ("16", "18")):
        declared = declared.having(
            by, ask.DeclareAbsence(start=f"2026-03-{start} 00:00", until=f"2026-03-{until} 00:00")
        )
    whole = Absence(datetime(2026, 3, 10, tzinfo=UTC), datetime(2026, 3, 18, tzinfo=UTC))
    assert declared.state.absences(BEN) == (whole,)
    again = ask.DeclareAbsence(start="2026-03-11 00:00", until="2026-03-12 00:00")
    assert declared.decides(by, again) == ()


def test_absences_end_all_when_somebody_is_back_and_once_only() -> None:
    away = everybody().having(Actor.of_person(BEN), ask.DeclareAbsence(until="7d")).wait(days=1)
    ended = AbsenceEnded(person=BEN, at=away.now)
    assert away.decides(Actor.of_person(BEN), ask.EndAbsence()) == (ended,)
    assert away.having(Actor.of_person(BEN), ask.EndAbsence()).state.absences(BEN) == ()
    assert everybody().decides(Actor.of_person(BEN), ask.EndAbsence()) == ()


def test_absences_reach_the_open_rounds() -> None:
    world = World.founded()
    world.does(ANA, proposal())
    world.does(BEN, ask.DeclareAbsence(until="30d"))
    assert BEN in world.proposal(StreamId("P-1")).away
    world.does(BEN, ask.EndAbsence())
    assert BEN not in world.proposal(StreamId("P-1")).away


# Settings


def seeded(setting: str, value: str) -> ask.SeedSetting:
    return ask.SeedSetting(person=CEM, setting=setting, value=value)


def test_settings_the_config_seeds_until_the_person_chooses() -> None:
    state = everybody().having(CONFIG, seeded("zone", "Asia/Tokyo"))
    assert state.state.persons[CEM].zone == "Asia/Tokyo"
    own = state.having(Actor.of_person(CEM), ask.ChooseSettings(zone="Europe/Berlin"))
    assert own.decides(CONFIG, seeded("zone", "Asia/Tokyo")) == ()
    assert own.having(CONFIG, seeded("zone", "Asia/Tokyo")).state.persons[CEM].zone == "Europe/Berlin"
    assert own.having(CONFIG, seeded("language", "tr")).state.persons[CEM].language == "tr"


def test_settings_chosen_as_the_config_has_them_are_the_persons_own_from_then_on() -> None:
    own = everybody().having(Actor.of_person(CEM), ask.ChooseSettings(zone="Europe/Istanbul"))
    assert own.having(CONFIG, seeded("zone", "Asia/Tokyo")).state.persons[CEM].zone == "Europe/Istanbul"
    assert own.decides(Actor.of_person(CEM), ask.ChooseSettings(zone="Europe/Istanbul")) == ()


def test_settings_seeded_as_they_are_have_no_effect() -> None:
    assert everybody().decides(CONFIG, seeded("zone", "Europe/Istanbul")) == ()
    assert everybody().decides(CONFIG, seeded("name", "Cem")) == ()
    assert everybody().decides(CONFIG, seeded("name", "Cem Y.")) == (PersonNamed(person=CEM, name="Cem Y."),)


def test_settings_names_of_zones_that_do_not_exist_are_refused() -> None:
    for zone in ("Europe/Nowhere", "Lisbon time", "../etc", "\x00"):
        everybody().refuses(
            Actor.of_person(BEN), ask.ChooseSettings(zone=zone), "There is no time zone", "Europe/Lisbon"
        )
    chosen = everybody().decides(Actor.of_person(BEN), ask.ChooseSettings(zone="Asia/Tokyo", language=" pt "))
    assert [(e.setting, e.value, e.own) for e in chosen if isinstance(e, PersonSet)] == [
        ("zone", "Asia/Tokyo", True),
        ("language", "pt", True),
    ]


def test_settings_of_ones_own_survive_leaving_and_coming_back_and_the_config_seeds_the_rest() -> None:
    own = everybody().having(Actor.of_person(CEM), ask.ChooseSettings(language="de"))
    gone = own.having(CONFIG, ask.LeaveOrganisation(person=CEM))
    assert isinstance(own.decides(CONFIG, ask.LeaveOrganisation(person=CEM))[0], PersonLeft)
    rejoin = ask.JoinOrganisation(person=CEM, name="Cem Y.", zone="Asia/Tokyo", language="tr")
    assert isinstance(gone.decides(CONFIG, rejoin)[0], PersonJoined)
    back = gone.having(CONFIG, rejoin).state.persons[CEM]
    assert (back.name, back.zone, back.language, back.present) == ("Cem Y.", "Asia/Tokyo", "de", True)
    assert own.decides(CONFIG, rejoin) == ()


def test_people_who_are_not_there_have_no_settings_and_no_accounts() -> None:
    nobody = PersonId("zoe")
    for command in (
        ask.SeedSetting(person=nobody, setting="zone", value="UTC"),
        ask.AddAccount(person=nobody, platform="slack", account="U9"),
    ):
        assert isinstance(everybody().refuses(CONFIG, command, "There is no member zoe here"), Unknown)


def test_nobody_acts_for_an_account_that_is_nobodys() -> None:
    for command in (
        ask.EndAbsence(),
        ask.ChooseSettings(zone="UTC"),
        ask.DeclareAbsence(until="7d"),
        ask.LinkAccount(),
    ):
        assert isinstance(everybody().refuses(ON_DISCORD, command, "Only a member can"), NotAllowed)


def test_a_reminder_is_never_sent_in_the_night_of_an_own_zone() -> None:
    """The zone a person chose decides when they sleep."""
    org = harbour().decided(ask.ChooseSettings(zone="Asia/Tokyo"), Actor.of_person(BEN))
    half = a_round(org.ruled(None, window="9h", reminders="half")).at(MONDAY + hours(4.5))  # 22:30 in Tokyo
    reminded = half.having(CLOCK, REMINDER).history[-1]
    assert BEN not in reminded.persons  # type: ignore[attr-defined]
    assert ANA in reminded.persons  # type: ignore[attr-defined]


def test_whoever_is_erased_leaves_first_and_once() -> None:
    happened = everybody().decides(CONFIG, ask.EraseMember(person=BEN))
    assert [type(event) for event in happened] == [PersonLeft, PersonErased]
    gone = everybody().having(CONFIG, ask.EraseMember(person=BEN))
    assert gone.decides(CONFIG, ask.EraseMember(person=BEN)) == ()
    assert (gone.state.name(BEN), gone.state.present(BEN), gone.state.owner("slack", "U0BEN")) == (BEN, None, None)
    left = everybody().having(CONFIG, ask.LeaveOrganisation(person=BEN))
    assert [type(event) for event in left.decides(CONFIG, ask.EraseMember(person=BEN))] == [PersonErased]


def test_somebody_who_never_was_cannot_be_erased() -> None:
    everybody().refuses(CONFIG, ask.EraseMember(person=PersonId("zoe")), "zoe", "the config file")


def test_nobody_joins_under_the_id_of_somebody_erased() -> None:
    gone = everybody().having(CONFIG, ask.EraseMember(person=BEN))
    words = ("ben was erased on", "another id")
    gone.refuses(CONFIG, ask.JoinOrganisation(person=BEN, name="Ben"), *words)
    gone.refuses(CONFIG, ask.SeedSetting(person=BEN, setting="name", value="Ben"), *words)
    gone.refuses(CONFIG, ask.AddAccount(person=BEN, platform="slack", account="U0BEN"), *words)


def test_an_account_that_still_has_the_role_comes_back_as_somebody_new() -> None:
    met = ask.MeetAccount(platform="discord", account="77", name="Fred")
    first = made_id("discord", "77")
    gone = everybody().having(Actor("platform"), met).having(CONFIG, ask.EraseMember(person=first))
    joined, linked = gone.decides(Actor("platform"), met)
    assert isinstance(joined, PersonJoined)
    assert isinstance(linked, AccountLinked)
    assert joined.person == linked.person != first
