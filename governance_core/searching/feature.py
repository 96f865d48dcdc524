"""The face of searching: one query over everything in the register, with pages that stay right when things arrive."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from governance_core.cards.card import Block, Card, Press
from governance_core.cards.form import Option
from governance_core.cards.plain import one_line
from governance_core.cards.wire import encode
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature
from governance_core.kernel.decider import Decider
from governance_core.kernel.errors import Invalid, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.periods import KNOWN, Period, period
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader
from governance_core.searching import cards
from governance_core.searching.messages import KINDS, MoreFound, SearchRegister
from governance_core.searching.model import OPEN_STATES, STATES, Found, Said, Wanted
from governance_core.searching.reading import SearchesRegister
from governance_core.searching.words import terms_of

PAGE = 10
MOST_WORDS = 32
EVERYTHING = "*"
_APART = ";"


def search(query: SearchRegister, by: Actor, reader: Reader) -> Card:
    """What has all the words and is what was asked for, the newest first. Where nothing typed is a word: nothing.

    Raises Invalid, Unknown.
    """
    wanted = _wanted(query, by, reader)
    half = reader.half(SearchesRegister)
    found = half.find(wanted, PAGE + 1) if wanted.terms or query.text.strip() in ("", EVERYTHING) else ()
    shown = found[:PAGE]
    circles: Circles = reader.state(CIRCLES)
    texts = half.texts([one.id for one in shown]) if wanted.terms else {}
    excerpts = [cards.excerpt(one.id, _told(one, texts, wanted), wanted.terms) for one in shown]
    names = [circles.circles[one.seen_in(wanted.circles)].name for one in shown]
    rest = _older(query, shown[-1]) if len(found) > PAGE else ()
    return cards.found_card(_title(query, reader), shown, excerpts, names, rest)


def _told(one: Found, texts: Mapping[StreamId, Sequence[Said]], wanted: Wanted) -> Sequence[Said]:
    """The texts of an item; one that comes from a circle that may not be seen is shown by its card alone."""
    return texts.get(one.id, ()) if one.circle in wanted.circles else ()


def more(query: MoreFound, by: Actor, reader: Reader) -> Card:
    """The page a button asked for. Raises Unknown for one from a format that is no more."""
    if not query.page:
        return search(SearchRegister(text=""), by, reader)
    parts = query.page.split(_APART)
    if len(parts) != 7:
        raise Unknown(what="such page any more", hint=" Search again.")
    before, circle, person, state, when, only, text = parts
    asked = SearchRegister(
        text=text,
        circle=CircleId(circle) or None,
        person=PersonId(person) or None,
        state=state or None,
        when=when or None,
        only=only or None,
        before=StreamId(before),
    )
    return search(asked, by, reader)


def _older(query: SearchRegister, last: Found) -> Sequence[Block]:
    words = " ".join(term.word for term in terms_of(query.text))  # none where everything is meant
    asked = (query.circle, query.person, query.state, query.when, query.only, words)
    press = Press("found", 0, "found-more", _APART.join((last.id, *(part or "" for part in asked))))
    try:
        encode(press)
    except ValueError:
        return (cards.more_typed(last.id),)
    return (cards.more(press),)


def _wanted(query: SearchRegister, by: Actor, reader: Reader) -> Wanted:
    circles: Circles = reader.state(CIRCLES)
    seen = tuple(one for one in circles.circles if circles.may_see(by.person, one))
    if query.circle is not None and query.circle not in seen:
        raise Unknown(field="circle", what=f"circle {query.circle}", hint=" /circle list shows those you can see.")
    terms = terms_of(query.text)
    if len(terms) > MOST_WORDS:
        raise Invalid(field="text", problem=f"These are {len(terms)} words.", fix=f"Give at most {MOST_WORDS}.")
    meant = _period(query.when, by, reader)
    wanted = Wanted(
        circles=seen,
        terms=terms,
        kinds=(query.only,) if query.only in {option.value for option in KINDS} else (),
        circle=query.circle,
        person=query.person,
        state=_state(query.state),
        since=meant.since,
        until=meant.until,
    )
    return replace(wanted, before=_known(query.before, wanted, reader)) if query.before else wanted


def _known(before: StreamId, wanted: Wanted, reader: Reader) -> StreamId:
    """The item to go on from, which must be one that may be seen. Raises Unknown."""
    if not reader.half(SearchesRegister).knows(wanted.circles, before):
        raise Unknown(field="before", what=str(before), hint=" Check the number; lists show what you can see.")
    return before


def _state(typed: str | None) -> str:
    wanted = " ".join((typed or "").casefold().split())
    if wanted and wanted not in STATES:
        what = f"state {one_line(typed or '', 60)}"
        raise Unknown(field="state", what=what, hint=f" There are: {', '.join(STATES)}.")
    return wanted


def _period(typed: str | None, by: Actor, reader: Reader) -> Period:
    if typed is None:
        return Period(None, None)
    try:
        return period(typed, reader.now, _zone(by.person, reader))
    except ValueError as reason:
        problem = f"{one_line(typed, 60)} is no time that can be looked in."
        raise Invalid(field="when", problem=problem, fix=str(reason)) from None


def _zone(person: PersonId | None, reader: Reader) -> str:
    everybody: People = reader.state(PEOPLE)
    circles: Circles = reader.state(CIRCLES)
    known = everybody.present(person)
    return (known.zone if known else "") or circles.organisation.zone


def _title(query: SearchRegister, reader: Reader) -> str:
    circles: Circles = reader.state(CIRCLES)
    everybody: People = reader.state(PEOPLE)
    filters = [
        circles.circles[query.circle].name if query.circle else "",
        f"by {everybody.name(query.person)}" if query.person else "",
        one_line(query.state, 30) if query.state else "",
        one_line(query.when, 60) if query.when else "",
        next((option.label.lower() for option in KINDS if option.value == query.only), ""),
        f"before {query.before}" if query.before else "",
    ]
    return cards.title_of("" if query.text.strip() == EVERYTHING else query.text, [one for one in filters if one])


def state_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """The states there are; the stages of a proposal last, as all of them are open."""
    by_use = sorted(STATES, key=OPEN_STATES.__contains__)
    return [Option(state, state) for state in by_use if typed.strip().casefold() in state]


def period_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """What was typed, where it can be understood, and the usual stretches of time."""
    wanted = " ".join(typed.casefold().split())
    known = [Option(one, one) for one in KNOWN if wanted in one]
    try:
        period(typed, reader.now, "UTC")
    except ValueError:
        return known
    typed = one_line(typed, 60)
    return [Option(typed, typed), *(one for one in known if one.value != wanted)]


SEARCHING: Feature[None, None] = Feature(
    name="searching",
    prefix="searching",
    single=True,
    decider=Decider(None, lambda *_: (), lambda state, _: state),
    commands=(),
    queries={SearchRegister: search, MoreFound: more},
    target=lambda _: None,
    facts=lambda *_: None,
    choices={"register state": state_choices, "period": period_choices},
)
