"""What an agreement's card says of its review: who is for keeping it, what speaks against, which concerns came true."""

from collections.abc import Iterator

from governance_core.cards.card import Block, Button, Listing, Note, Paragraph, Press, Quote
from governance_core.cards.card import Entry as Line
from governance_core.cards.plain import one_line
from governance_core.cards.text import Link, Mention, Text, When, count, people, say, text
from governance_core.kernel.ids import StreamId
from governance_core.logbook.model import Agreement, PastReview, Review, Standing, Verdict, Why

MOST_CONCERNS = 5
"""How many concerns have a button of their own; further ones are answered by typing."""
AGAINST = {Verdict.CHANGE: "Change it", Verdict.DROP: "Drop it", Verdict.OBJECT: "Objection"}
KEEPING = "It stays in force meanwhile."


def status(state: Agreement) -> str:
    """Where the agreement stands, in words."""
    practice = "PRACTICE, " if state.practice else ""
    if state.standing is not Standing.IN_FORCE:
        return practice + str(state.standing)
    if state.review is not None:
        return practice + ("in force, review overdue" if state.review.overdue else "in force, under review")
    return practice + ("in force, decided elsewhere" if state.decided_elsewhere else "agreement in force")


def review_facts(state: Agreement) -> Iterator[tuple[str, Text]]:
    """Rows about the review that is going on."""
    review = state.review
    if review is None:
        return
    when = "was due" if review.overdue else "until"
    yield "Under review", text(f"{when} ", When(review.due, "date"), _opened_by(review))
    yield "Said so far", (tally(review),)
    yield "Next review, if kept", (When(review.next_at, "date"),)


def _opened_by(review: Review) -> Text:
    if review.by is None:
        return ()
    verb = "asked for by " if review.why is Why.ASKED else "opened by an objection of "
    return text(f", {verb}", Mention(review.by))


def tally(review: Review) -> str:
    """`2 keep · 1 change · 0 drop · 1 not yet`: every number in words."""
    said = [one.verdict for one in review.answers.values()]
    parts = [f"{said.count(one)} {one}" for one in (Verdict.KEEP, Verdict.CHANGE, Verdict.DROP)]
    if objections := said.count(Verdict.OBJECT):
        parts.append(count(objections, "objection"))
    missing = [person for person in review.electors if person not in review.answers]
    away = [person for person in missing if person not in review.awaited(review.due)]
    parts.append(f"{len(missing) - len(away)} not yet")
    return " · ".join([*parts, f"{len(away)} away"] if away else parts)


def against(state: Agreement, whole: Press | None) -> Iterator[Block]:
    """Why it should not stay as it is, in the words of those who say so."""
    answers = state.review.against() if state.review else {}
    for person, said in answers.items():
        yield Quote(AGAINST[said.verdict], said.words, whole, (Mention(person),))
        if said.safe:
            yield Quote("Would be safe enough with", said.safe, whole)


def asked_back(state: Agreement, number: int) -> str:
    """What people say of a concern now: `did it happen? 1 yes, 2 no`."""
    seen = [one.happened for one in state.looked if one.concern == number]
    if not seen:
        return ": did it happen?" if state.review else ""
    return f": did it happen? {seen.count(True)} yes, {seen.count(False)} no"


def looked_words(state: Agreement, number: int, whole: Press | None) -> Iterator[Block]:
    """What people said of a concern beside yes and no."""
    for one in state.looked:
        if one.concern == number and one.words:
            label = "It happened" if one.happened else "It did not happen"
            yield Quote(label, one.words, whole, (Mention(one.person),))


def review_buttons(stream: StreamId, state: Agreement) -> Iterator[Button]:
    """What can be said in the review that is going on."""
    if state.review is None:
        return
    for label, action in (("Keep it", "keep"), ("Change it", "change"), ("Drop it", "drop")):
        yield Button(label, Press(stream, state.version, action))
    for number, _ in enumerate(state.concerns()[:MOST_CONCERNS], 1):
        yield Button(f"Concern {number}: did it happen?", Press(stream, state.version, "look-back", str(number)))


def changing_buttons(stream: StreamId, state: Agreement) -> Iterator[Button]:
    """How it is changed or ended: by a proposal, one at a time."""
    if not state.stands:
        return
    if state.changing:
        yield Button(f"Open {state.changing}", Press(state.changing, 0, "show"))
    else:
        yield Button("Propose a change", Press(stream, state.version, "change-decision"))
        yield Button("Propose to drop it", Press(stream, state.version, "drop-decision"))
    yield Button("Object", Press(stream, state.version, "object-later"))
    if state.review is None or state.review.overdue:
        yield Button("Review it now" if state.review is None else "Review it anew", Press(stream, 0, "renew"))


def next_step(state: Agreement) -> Iterator[Block]:
    """What comes next, and who may bring it about."""
    if state.stands and state.changing:
        yield Paragraph(
            text(
                Link(state.changing, state.changing),
                f" proposes to {'drop' if state.dropping else 'change'} it. It is in force until then.",
            )
        )
    if state.review is not None:
        yield Note(_next(state, state.review))


def _next(state: Agreement, review: Review) -> Text:
    if opposed := tuple(review.against()):
        do = " says why" if len(opposed) == 1 else " say why"
        ways = " Next: anybody in the circle proposes a change or to drop it, or whoever is against it presses Keep it."
        return text(people(opposed), f"{do} it should not stay as it is.{ways} {KEEPING}")
    if not review.electors:
        return text("Nobody sits in the circle who could be asked. It stays in force; ask anew once somebody does.")
    if review.overdue:
        return text(
            "The review is overdue. That ends nothing: it stays in force until the circle keeps, changes or drops it."
        )
    if review.silence == "consents":
        words = "On {due} silence counts as keeping it, if at least {needed} said so and nobody is against it. "
        return text(say(words, due=When(review.due, "date"), needed=review.needed), KEEPING)
    words = "It is renewed as soon as everybody keeps it. Whoever would change or drop it says why. "
    return text(words, KEEPING)


def history(state: Agreement) -> Iterator[Block]:
    """The versions before, and the reviews that are over, the newest last."""
    versions = [_version(number, state) for number in range(1, len(state.past) + 1)]
    over = [one for one in state.reviewed if one.outcome]
    if lines := [*versions, *(Line(_past(one)) for one in over)]:
        yield Listing(tuple(lines), title="Before")
    for one in state.reviewed:
        if one.note:
            yield Quote(f"What review {one.number} came to", one.note, by=(Mention(one.noted_by),))


def _version(number: int, state: Agreement) -> Line:
    old = state.past[number - 1]
    since = text(", since ", When(old.since, "date")) if old.since else ()
    from_ = f", as {old.proposal}" if old.proposal else ", decided elsewhere"
    words = text(f"Version {number}, superseded: {one_line(old.title, 60)}", since, from_)
    return (
        Line(words, old.proposal, Button(f"Open {old.proposal}", Press(old.proposal, 0, "show")))
        if old.proposal
        else Line(words)
    )


def _past(one: PastReview) -> Text:
    kept = f" by {count(one.kept, 'person', 'people')}" if one.outcome == "kept" else ""
    return text(
        f"Review {one.number}, ", When(one.opened, "date"), " to ", When(one.ended, "date"), f": {one.outcome}{kept}"
    )
