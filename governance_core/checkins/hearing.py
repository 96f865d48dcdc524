"""Who hears of what happens to a check-in, and what was said before that is told anew because of it."""

from collections.abc import Iterator
from typing import Final

from governance_core.checkins.events import (
    AnswersTold,
    CheckInAnswered,
    CheckInChanged,
    CheckInEnded,
    CheckInPaused,
    CheckInResumed,
    CheckInSkipped,
    MembersPrompted,
    MembersReminded,
    RunClosed,
    RunOpened,
    RunsMissed,
)
from governance_core.checkins.model import PROMPT, REMINDER, CheckIn, Run
from governance_core.feature import Discussion, Home, Notice
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event

OPENED, CLOSED, ANSWERS = "opened", "closed", "answers"
"""What is said aloud of a run, beside its reminders."""
_TOLD: Final = (CheckInChanged, CheckInPaused, CheckInResumed, CheckInEnded, RunsMissed)


def notices(event: Event, state: CheckIn) -> tuple[Notice, ...]:
    """The circle hears of each change; whoever is asked alone or reminded alone of that; the discussion the answers.

    What can be pressed, and how many answered, is told anew wherever it stands once that is something else.
    """
    return (*_heard(event, state), *_told_anew(event, state))


def _heard(event: Event, state: CheckIn) -> Iterator[Notice]:
    home, run = Home(state.circle), state.run.number if state.run else 0
    match event:
        case MembersPrompted(direct=direct):
            for person, platform in direct.items():
                yield Notice(person, "reminder", platform, topic=_topic(run, PROMPT))
        case MembersReminded(persons=persons, direct=direct):
            topic = _topic(run, f"{REMINDER}{state.run.reminders if state.run else 0}")
            if any(person not in direct for person in persons):
                yield Notice(home, "reminder", topic=topic)
            for person, platform in direct.items():
                yield Notice(person, "reminder", platform, topic=topic)
        case CheckInAnswered(by=by, person=person) if by:
            yield Notice(person, "whisper")
        case AnswersTold(run=number):
            aside = Discussion(state.circle, else_home=False, in_any_thread=True)
            yield Notice(aside, "announce", topic=_topic(number, ANSWERS))
        case RunOpened(run=number):
            yield Notice(home, "announce", topic=_topic(number, OPENED))
        case RunClosed(run=number):
            yield Notice(home, "announce", topic=_topic(number, CLOSED))
        case _:
            yield from (Notice(home, "announce"),) if isinstance(event, _TOLD) else ()


def _topic(run: int, what: str) -> str:
    return f"run-{run}-{what}"


def _told_anew(event: Event, state: CheckIn) -> Iterator[Notice]:
    """Asked ones whose time is over, and a run that is over for good, cannot press what they could before."""
    match event:
        case CheckInAnswered(early=False, person=person, late=late) | CheckInSkipped(person=person, late=late):
            if state.run is not None:
                yield from _of_person(state.run, person)
                yield from _aloud(state.run, state.circle, (OPENED, CLOSED)) if late else ()
                yield from _answers_anew(state.run, state.circle) if late else ()
        case RunOpened() if state.last is not None:
            yield from _everywhere(state.last, state.circle)
        case RunClosed(run=number):
            run = state.run_numbered(number)
            yield from _everywhere(run, state.circle, (OPENED,)) if run else ()
        case _:
            return


def _everywhere(run: Run, circle: CircleId, said: tuple[str, ...] = (OPENED, CLOSED)) -> Iterator[Notice]:
    """In the circle's home, and to those who were told alone and have not answered."""
    yield from _aloud(run, circle, said)
    for number in range(1, run.reminders + 1):
        yield Notice(Home(circle), "reminder", topic=_topic(run.number, f"{REMINDER}{number}"), again=True)
    for person in run.alone:
        if person not in run.answers:
            yield from _of_person(run, person)


def _aloud(run: Run, circle: CircleId, said: tuple[str, ...]) -> Iterator[Notice]:
    for what in said:
        yield Notice(Home(circle), "announce", topic=_topic(run.number, what), again=True)


def _answers_anew(run: Run, circle: CircleId) -> Iterator[Notice]:
    aside = Discussion(circle, else_home=False, in_any_thread=True)
    yield Notice(aside, "announce", topic=_topic(run.number, ANSWERS), again=True)


def _of_person(run: Run, person: PersonId) -> Iterator[Notice]:
    for what in run.alone.get(person, ()):
        yield Notice(person, "reminder", topic=_topic(run.number, what), again=True)
