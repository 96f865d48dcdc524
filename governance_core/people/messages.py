"""What can be asked of and about people."""

from governance_core.cards.form import Choice, Hidden, Lookup, Moment, Option, Question, Words
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Command, Query, ask, message

_CONFIG = frozenset({"config"})
_PLATFORM = frozenset({"platform"})
REMINDERS = (
    Option("place", "Where the proposal stands"),
    Option("direct", "As a direct message to me"),
)


@message("person.join", "A person joins the organisation", pressed_by=_CONFIG)
class JoinOrganisation(Command):
    """The config names a person (or names them again)."""

    person: PersonId
    name: str
    zone: str = ""
    language: str = ""


@message("person.meet", "A platform tells of an account that has a role", pressed_by=_PLATFORM)
class MeetAccount(Command):
    """Whoever has this account is to be known: an account that is nobody's becomes a person, once."""

    platform: str
    account: str
    name: str = ""


@message("server.see", "A platform tells which accounts are on the server", pressed_by=_PLATFORM)
class SeeServer(Command):
    """Every account that is on the organisation's server now: whoever was there before and is not any more, left."""

    platform: str
    accounts: frozenset[str]


@message("person.leave", "A person leaves the organisation", pressed_by=frozenset({"config", "clock"}))
class LeaveOrganisation(Command):
    """The person is gone from the config, or from the place members come from."""

    person: PersonId


@message("person.erase", "An admin has a person erased", pressed_by=_CONFIG)
class EraseMember(Command):
    """The person leaves, and is known by their id only from now on; the store blanks what they wrote."""

    person: PersonId


@message("person.rename", "The config gives a person another key", pressed_by=_CONFIG)
class RenamePerson(Command):
    """From now on the config file and the chat know the person by this key; their id stays what it was."""

    person: PersonId
    key: str


@message("person.seed", "The config seeds a person's setting", pressed_by=_CONFIG)
class SeedSetting(Command):
    """A name, zone or language from the config; what the person chose themselves stays."""

    person: PersonId
    setting: str
    value: str


@message("person.add_account", "The config gives a person an account", pressed_by=_CONFIG)
class AddAccount(Command):
    """An account on a platform, from the config."""

    person: PersonId
    platform: str
    account: str


@message("person.remove_account", "The config takes an account from a person", pressed_by=_CONFIG)
class RemoveAccount(Command):
    """The account on a platform is no longer the person's."""

    person: PersonId
    platform: str


@message(
    "person.settings",
    "Set your time zone, language and quiet hours, and how reminders reach you",
    path="me settings",
    action="settings",
    argument="zone",
    title="Your settings",
    submit="Save",
    always_asks=True,
    example="/me settings zone:Europe/Lisbon",
)
class ChooseSettings(Command):
    """A person's own choice, which the config never overrides."""

    zone: str | None = ask(
        Question(Lookup("zone", searched=True), "Time zone", "Type a city or a zone, such as Europe/Lisbon"),
        default=None,
    )
    language: str | None = ask(
        Question(Words(), "Language", "In which you type dates and amounts, such as en or pt"), default=None
    )
    quiet_hours: str | None = ask(
        Question(Words(), "Quiet hours", "No reminder comes then: 22:00-07:00, off, or circle for the circle's"),
        default=None,
    )
    reminders: str | None = ask(Question(Choice(REMINDERS), "Reminders of rounds"), default=None)
    prompts: str | None = ask(
        Question(Words(), "Check-ins at", "As direct messages: 10:00, open for when they open, or off for never alone"),
        default=None,
    )


@message(
    "person.away",
    "Say when you are away, so that rounds do not wait for you",
    path="me away",
    action="away",
    title="Away",
    submit="Save",
    example="/me away until:2026-03-09 start:2026-03-02",
)
class DeclareAbsence(Command):
    """From one instant until another the person is not waited for."""

    until: str = ask(Question(Moment(), "Back on", "A date, or a length such as 7d"))
    start: str | None = ask(Question(Moment(), "Away from", "A date; blank means from now"), default=None)


@message(
    "person.back",
    "Say that you are back: your absences end now",
    path="me back",
    action="back",
    example="/me back",
)
class EndAbsence(Command):
    """All declared absences end."""


@message(
    "person.link",
    "Link a second account: get a code, or type the code you got",
    path="me link",
    action="link",
    title="Link an account",
    strangers=True,
    example="/me link, then from the other account /me link code:7K3MPQ2X",
)
class LinkAccount(Command):
    """Without a code: show one. With a code: ask the person it was shown to whether this account is theirs."""

    code: str | None = ask(Question(Words(), "Code", "The eight characters shown to you", form=False), default=None)


@message("person.link_confirm", "Yes, that account is mine", action="mine", argument="code")
class ConfirmLink(Command):
    """The person the code was shown to says the account is theirs."""

    code: str = ask(Question(Hidden()))


@message("person.link_refuse", "No, that account is not mine", action="not-mine", argument="code")
class RefuseLink(Command):
    """The person the code was shown to says the account is not theirs."""

    code: str = ask(Question(Hidden()))


@message(
    "person.unlink",
    "Take an account off your name",
    path="me unlink",
    title="Unlink an account",
    example="/me unlink platform:slack",
)
class UnlinkAccount(Command):
    """The person's account on a platform is theirs no more."""

    platform: str = ask(Question(Words(), "Platform", "discord or slack"))


@message("me.away_list", "Who is away now or soon", path="circle away", action="who-is-away", example="/circle away")
class WhoIsAway(Query):
    """Declared absences of the people the viewer shares a circle with."""


@message(
    "me.show",
    "Your circles, accounts, settings and absences",
    path="me show",
    action="me",
    title="About you",
    example="/me show",
)
class ShowMe(Query):
    """The viewer's own page."""
