"""What people see of a proposal: its card at every stage, the whole of it, and who is awaited."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from governance_core.cards.card import Block, Button, Buttons, Card, Facts, Heading, Note, Paragraph, Press, Quote
from governance_core.cards.plain import READ_IN_FULL, TITLE_LIMIT, is_long, one_line
from governance_core.cards.source import source_text
from governance_core.cards.text import Mention, Text, When, people, say, text
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.proposals.card_buttons import card_buttons
from governance_core.proposals.carrying_cards import adoption_does
from governance_core.proposals.escalating_cards import NOWHERE, Surroundings, came_from, everything_tried, from_below
from governance_core.proposals.integrating import term_shown
from governance_core.proposals.integrating_cards import offer_label, offer_words, terms
from governance_core.proposals.model import SHAPING_STAGES, Proposal
from governance_core.proposals.next_steps import next_step
from governance_core.proposals.objections_model import AnswerKind, Objection, ObjectionState
from governance_core.proposals.shaping_cards import everything_said, is_cut, said_before
from governance_core.proposals.spelling_cards import put_right
from governance_core.proposals.standing import status, summary, tally
from governance_core.proposals.testing_cards import fate_added, fate_aside, trial_said
from governance_core.proposals.wording_model import Offer

ANSWER_WORDS = {
    AnswerKind.CONSENT: "consent",
    AnswerKind.CONCERN: "consent with concern",
    AnswerKind.OBJECTION: "objection",
    AnswerKind.STAND_ASIDE: "stands aside",
    AnswerKind.KEPT: "objection kept as a concern",
}
REASON_LIMIT = 200


def proposal_card(
    stream: StreamId, state: Proposal, circle: str, facilitators: list[PersonId], around: Surroundings = NOWHERE
) -> Card:
    """The one card of a proposal, as everybody in the circle sees it."""
    read = Press(stream, state.version, "read")
    words = (
        Quote("Driver", state.wording.driver, read),
        Quote("Proposal", state.wording.text, read),
        *terms(state.wording, read),
        *(said_before(stream, state) if state.stage in SHAPING_STAGES else ()),
        *_objections(stream, state),
        *from_below(stream, state),
        *put_right(state),
    )
    blocks = (
        Heading((f"{stream} · {one_line(state.wording.title)}",), status(state)),
        Facts((*_facts(state, circle, facilitators), *came_from(state, around), *adoption_does(state, circle))),
        *words,
        *card_buttons(stream, state, [*_read_in_full(read, state, words)], around),
        Note(next_step(stream, state, facilitators)),
    )
    return Card(stream, blocks, summary(stream, state), state.version, _zone(state))


def _read_in_full(read: Press, state: Proposal, words: Sequence[Block]) -> Iterator[Button]:
    """The way to the whole, where anything on the card is shortened."""
    titles = (
        state.origin is not None
        or is_cut(state)
        or len(state.wording.title) > TITLE_LIMIT
        or len(state.outcome) > REASON_LIMIT
    )
    if titles or any(isinstance(block, Quote) and is_long(block.words) for block in words):
        yield Button(READ_IN_FULL, read)


def _zone(state: Proposal) -> str:
    return state.rules.zone if state.rules else "UTC"


def _facts(state: Proposal, circle: str, facilitators: list[PersonId]) -> Iterator[tuple[str, Text]]:
    yield "Circle", (circle,)
    yield "Proposed by", (Mention(state.proposer),)
    yield "Version", (str(state.version),)
    if state.is_open:
        yield "Facilitated by", people(facilitators[:3], "or")
        yield ("Closes" if state.in_round else "Stage ends"), _closes(state)
    if state.stage not in SHAPING_STAGES:
        yield "Answers", (tally(state),)
    if not state.drops and state.item is None:
        yield "Review", (term_shown(state.wording.review),)
    if state.wording.expiry and not state.drops:
        yield "Ends by itself", (term_shown(state.wording.expiry),)
    if state.source:
        yield "Source", source_text(state.source)
    if state.agreement:
        yield "Agreement", (state.agreement,)
    if not state.is_open and state.outcome:
        yield "Why", (one_line(state.outcome, REASON_LIMIT),)


def _closes(state: Proposal) -> Text:
    if state.deadline is None:
        left = _left_words(state)
        return (f"the clock is stopped, {left} left",)
    graced = f" ({_length(state.graced)} later, as the bot was down)" if state.graced else ""
    return text(When(state.deadline), " (extended once)" if state.extended else "", graced)


def _left_words(state: Proposal) -> str:
    return _length(state.left or timedelta(0))


def _length(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def _objections(stream: StreamId, state: Proposal) -> Iterator[Block]:
    for objection in state.objections.values():
        yield from _objection(stream, objection, state)
    for offer in state.offers_in_order():
        words = offer_words(offer, state)
        yield Quote(offer_label(offer), words, Press(stream, state.version, "read"), _by(offer.person))
        yield Note(_offer_words(offer, state))


def _objection(stream: StreamId, objection: Objection, state: Proposal) -> Iterator[Block]:
    since = "open" if objection.version == state.version else f"open since version {objection.version}"
    fate = {
        ObjectionState.OPEN: since + fate_added(objection),
        ObjectionState.WITHDRAWN: "withdrawn",
        ObjectionState.RESOLVED: f"resolved in version {objection.settled_in}",
        ObjectionState.CONCERN: fate_aside(objection) or "kept as a concern",
    }[objection.state]
    whole = Press(stream, state.version, "read")
    yield Quote(f"Objection {objection.number}, {fate}", objection.harm, whole, _by(objection.person))
    if objection.state is ObjectionState.OPEN and objection.safe:
        yield Quote("Would be safe enough with", objection.safe, whole)
    yield from trial_said(stream, objection, state)
    if objection.state is ObjectionState.OPEN and objection.orphaned_until:
        yield Note(
            say(
                "Its author left. It blocks until {until} unless somebody takes it over.",
                until=When(objection.orphaned_until),
            )
        )


def _by(person: PersonId) -> Text:
    return (Mention(person),)


def _offer_words(offer: Offer, state: Proposal) -> Text:
    objector = state.objections[offer.objection].person
    waiting = [objector] if not offer.objector_agrees else []
    waiting += [state.proposer] if not offer.proposer_agrees else []
    return text(
        "It becomes the next version when ",
        people(dict.fromkeys(waiting)),
        " agree" + ("s." if len(set(waiting)) == 1 else "."),
    )


def full_card(stream: StreamId, state: Proposal) -> Card:
    """Everything people wrote, nothing shortened: platforms show it as pages or as a file."""
    blocks: list[Block] = [Heading((f"{stream} in full, version {state.version}",), status(state))]
    blocks += [
        Quote("Title", state.wording.title),
        Quote("Driver", state.wording.driver),
        Quote("Proposal", state.wording.text),
        *terms(state.wording),
    ]
    blocks.extend(everything_said(state))
    for one in state.objections.values():
        blocks.append(Quote(f"Objection {one.number}", one.harm, by=_by(one.person)))
        if one.safe:
            blocks.append(Quote("Would be safe enough with", one.safe))
        blocks.extend(trial_said(stream, one, state, full=True))
    for offer in state.offers_in_order():
        blocks.append(Quote(offer_label(offer), offer_words(offer, state), by=_by(offer.person)))
    blocks.extend(everything_tried(state))
    if state.outcome and not state.is_open:
        blocks.append(Quote("Why it ended", state.outcome))
    for person, answer in state.answers.items():
        if answer.words:
            blocks.append(Quote(ANSWER_WORDS[answer.kind].capitalize(), answer.words, by=_by(person)))
    return Card(stream, tuple(blocks), (f"{stream} in full.",), state.version, _zone(state), private=True)


def who_answered(state: Proposal) -> Iterator[tuple[str, Text]]:
    """Who answered what, a row for each answer that was given."""
    for kind, words in ANSWER_WORDS.items():
        persons = [person for person, answer in state.answers.items() if answer.kind is kind]
        if persons:
            yield words.capitalize(), people(persons)


def status_card(stream: StreamId, state: Proposal, now: datetime) -> Card:
    """Who answered what, who is awaited and who is away: for those with a seat in the circle."""
    awaited = state.awaited(now) if state.is_open else []
    rows = [*who_answered(state)]
    missing = [person for person in state.electors if person not in state.answers]
    away = [person for person in missing if person not in awaited]
    if awaited:
        rows.append(("Awaited", people(awaited)))
    if away:
        rows.append(("Away" if state.is_open else "Without an answer", people(away)))
    blocks: list[Block] = [Heading((f"{stream} · who is awaited",), status(state)), Facts(tuple(rows))]
    if not awaited and state.is_open:
        blocks.append(Paragraph(("Nobody is awaited.",)))
    if awaited and state.in_round and state.deadline:
        blocks.append(Buttons((Button("Remind them", Press(stream, state.version, "remind")),)))
    return Card(stream, tuple(blocks), (f"{stream}: {status(state)}.",), state.version, _zone(state), private=True)
