"""What people say in a check-in is in their way, and which blocker it is: it is looked after there."""

from collections.abc import Mapping, Sequence
from typing import Final

from governance_core.cards.card import Entry
from governance_core.cards.plain import one_line
from governance_core.cards.text import Link, Mention, Text, When, text
from governance_core.checkins.model import Run
from governance_core.checkins.nothing import says_nothing
from governance_core.checkins.questions import Sort, questions_of
from governance_core.checkins.reading import StillInTheWay
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.words import folded

LONGEST: Final = 2000
"""Characters of a blocker; what is longer stays in the answer."""
_WORDS: Final = 160


def blocked_in(run: Run) -> Mapping[PersonId, str]:
    """What is in somebody's way, in their words."""
    asked = questions_of(run.plan.questions)
    found: dict[PersonId, str] = {}
    for person, given in run.given().items():
        for one, words in zip(asked, given.words, strict=False):
            if one.sort is Sort.BLOCKER and not says_nothing(words):
                found[person] = words
    return found


def as_blocker(words: str, stream: StreamId) -> str:
    """What is in the way as a blocker keeps it; the rest of what is longer stays in the answer."""
    rest = f"… ({stream} has the rest)"
    return words if len(words) <= LONGEST else words[: LONGEST - len(rest)].rstrip() + rest


def in_the_way(stream: StreamId, run: Run, known: Sequence[StillInTheWay]) -> list[Entry]:
    """A line for each, with the blocker that it is, and since when where it was said before this run."""
    ids = {(one.asker, folded(one.words)): one for one in known}

    def which(person: PersonId, words: str) -> Text:
        return _called(run, ids.get((person, folded(as_blocker(words, stream)))))

    blocked = blocked_in(run).items()
    return [Entry(text(Mention(one), f": {one_line(words, _WORDS)}", which(one, words))) for one, words in blocked]


def _called(run: Run, known: StillInTheWay | None) -> Text:
    if known is None:
        return ()
    still = text(", still open since ", When(known.at, "date")) if known.at < run.opened_at else ()
    return text(" · ", Link(known.id, known.id), still)
