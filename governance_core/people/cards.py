"""What people see about people: their own settings and accounts, and how linking an account goes."""

from collections.abc import Iterator
from datetime import datetime

from governance_core.cards.card import Block, Button, Buttons, Card, Facts, Heading, Note, Paragraph, Press
from governance_core.cards.text import Mention, Text, When, say, text
from governance_core.kernel.ids import PersonId, Via
from governance_core.kernel.message import Event
from governance_core.kernel.time import zone_exists
from governance_core.people.events import (
    AbsenceDeclared,
    AbsenceEnded,
    AccountLinked,
    AccountUnlinked,
    LinkClaimed,
    LinkMistyped,
    LinkOffered,
    LinkRefused,
    PersonLeft,
    PersonMerged,
    PersonSet,
)
from governance_core.people.model import CODE_TRIES, People, Person, account_key, by_what
from governance_core.people.settings import LABELS, platform_name, said, saved

LINK = "link"
"""What the cards of linking an account are called, so that their buttons can be named."""


def person_card(person: Person, now: datetime, seats: Text, via: Via | None = None) -> Card:
    """Somebody's own page: seats, settings, accounts, absences; and whether the platform is right about their zone."""
    rows = tuple(_rows(person, now, seats))
    settings = Buttons((Button("Settings", Press("me", 0, "settings")), Button("Away", Press("me", 0, "away"))))
    blocks = (Heading((person.name,)), *_suggested_zone(person, via), Facts(rows), settings)
    return Card("me", blocks, (f"About {person.name}.",), zone=person.zone or "UTC", private=True)


def _suggested_zone(person: Person, via: Via | None) -> Iterator[Block]:
    """What the platform says of somebody's zone is asked about until they chose one, and never assumed."""
    if via is None or not via.zone or "zone" in person.own or not zone_exists(via.zone):
        return
    words = "{platform} says that your time zone is {zone}. Is it? If not, choose yours under Settings."
    yield Paragraph(say(words, platform=platform_name(via.platform), zone=via.zone))
    yield Buttons((Button(f"Yes, {via.zone}", Press("me", 0, "settings", via.zone)),))


def _rows(person: Person, now: datetime, seats: Text) -> Iterator[tuple[str, Text]]:
    yield "Circles", seats
    for setting, label in LABELS.items():
        yield label, (said(setting, getattr(person, setting)),)
    accounts = ", ".join(f"{platform} {account}" for platform, account in person.accounts.items())
    yield "Linked accounts", (accounts or "none besides the console",)
    for absence in person.absences:
        if absence.until > now:
            yield "Away", text(When(absence.start), " until ", When(absence.until))


def claim_card(event: LinkClaimed, state: People) -> Card:
    """The person is asked whether the account that typed the code is theirs, and what becomes of who it was so far."""
    words = say(
        "The account {account} on {platform} typed your code and wants to be linked to you. Is it yours?",
        account=event.account,
        platform=event.platform.capitalize(),
    )
    mine = Button("Yes, it is mine", Press(LINK, 0, "mine", event.digest))
    other = Button("No, it is not", Press(LINK, 0, "not-mine", event.digest))
    note = Note(("Say yes only if you typed the code yourself a moment ago.",))
    owner = state.owner(event.platform, event.account)
    so_far = (Paragraph(_so_far(owner, event.platform)),) if owner else ()
    return Card(LINK, (Paragraph(words), *so_far, Buttons((mine, other)), note), words, private=True)


def _so_far(owner: PersonId, platform: str) -> Text:
    return say(
        f"So far it takes part as {{who}}, by {by_what((platform,))}. "
        "If it is yours, its seats become yours, and what {who} answered in rounds that are still open is taken out of "
        "them.",
        who=Mention(owner),
    )


def linked_card(event: AccountLinked) -> Card:
    """Both accounts are told that they are one person now."""
    words = say(
        "{platform} account {account} and {who} are one person now: one answer, wherever it is given.",
        platform=event.platform.capitalize(),
        account=event.account,
        who=Mention(event.person),
    )
    return Card(LINK, (Paragraph(words),), words, private=True, tone="done")


def receipt(events: tuple[Event, ...], state: People, fresh_code: str) -> Card:
    """What the one who pressed is told. A code is shown this once and kept nowhere."""
    words = _words(events, state, fresh_code)
    refused = bool(events) and isinstance(events[0], LinkMistyped)
    blocks: tuple[Block, ...] = (Paragraph(words),)
    return Card(LINK, blocks, words, private=True, tone="refusal" if refused else "done")


def _words(events: tuple[Event, ...], state: People, fresh_code: str) -> Text:
    told = [one for one in events if not isinstance(one, PersonMerged | PersonLeft)]
    match told[0] if told else None:
        case None:
            return text("It was so already; nothing changed.")
        case LinkOffered():
            if not fresh_code:
                return text("The code was shown already; /me link shows a new one.")
            words = "Your code is {code}. Within ten minutes, type /me link code:{code} on the account to be added."
            return say(words, code=fresh_code)
        case LinkClaimed(person=person):
            return say(
                "Almost done: {who} is asked now, where the code was shown, whether this account is theirs.",
                who=Mention(person),
            )
        case LinkMistyped(platform=platform, account=account):
            tried = state.tries.get(account_key(platform, account))
            left = CODE_TRIES - (tried.count if tried else 0)
            unknown = f"That code is not known, or has run out or been used. Tries left: {left}."
            return text(unknown, " /me link on the other account shows a new one.")
        case AccountLinked(platform=platform, account=account):
            seats = " The seats it came by are yours." if told != list(events) else ""
            return text(f"Linked: {platform.capitalize()} account {account} is you from now on.{seats}")
        case AccountUnlinked(platform=platform):
            return text(f"Your {platform.capitalize()} account is no longer linked.")
        case LinkRefused():
            return text("Nothing was linked. If somebody else has your code, it is worth nothing now.")
        case PersonSet():
            return saved(tuple(one for one in events if isinstance(one, PersonSet)))
        case AbsenceDeclared(start=start, until=until):
            return text(
                "Saved: you are away from ",
                When(start),
                " until ",
                When(until),
                ". Rounds that end meanwhile do not wait for you; you may still answer.",
            )
        case AbsenceEnded():
            return text("Welcome back. Rounds wait for you again.")
        case _:
            return text("Recorded.")
