"""Whether a form opens at all, and what is picked in it from the start: nobody fills one in for nothing."""

from collections.abc import Mapping

from governance_core.application.identity import identified, permitted
from governance_core.cards.form import ANY_CIRCLE, Lookup, Question
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Features
from governance_core.kernel.errors import NothingToPick
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.kernel.message import Command, Message
from governance_core.ports import Reader

_CIRCLES = ("circle", "record circle", ANY_CIRCLE)


def require_of_use(
    message: type[Message], missing: Mapping[str, Question], by: Actor, reader: Reader, features: Features
) -> None:
    """A form opens only for who may hand it in, and where there is something to pick for what is still missing.

    Raises Unlinked, NotAllowed or NothingToPick.
    """
    by = identified(by, reader)
    if issubclass(message, Command):
        permitted(message, by, reader)
    for name, question in missing.items():
        kind = question.kind
        if isinstance(kind, Lookup) and kind.none and not features.choices[kind.of]("", by.person, reader):
            raise NothingToPick(field=name, why=kind.none)


def picked_already(missing: Mapping[str, Question], by: Actor, reader: Reader, features: Features) -> Mapping[str, str]:
    """The circle in whose home somebody is, for whoever asks for a circle: shown as picked, and theirs to change."""
    here = _at_home(by, reader)
    person = identified(by, reader).person
    return {
        name: here
        for name, question in missing.items()
        if here and isinstance(question.kind, Lookup) and question.kind.of in _CIRCLES
        if any(option.value == here for option in features.choices[question.kind.of](here, person, reader))
    }


def as_it_is(message: type[Message], person: PersonId | None, reader: Reader, features: Features) -> Mapping[str, str]:
    """What the form is filled in with where it is about no item: from the only stream there is (of all people, say)."""
    feature = features.of_command(message) if issubclass(message, Command) else None
    if feature is None or not feature.single:
        return {}
    return feature.prefill(message.spec.kind, reader.state(StreamId(feature.prefix)), person)


def _at_home(by: Actor, reader: Reader) -> str:
    """The circle that lives where somebody is; empty where none does."""
    if by.via is None or not by.via.place:
        return ""
    circles: Circles = reader.state(CIRCLES)
    home = by.via.platform, by.via.place
    return next((one.id for one in circles.alive() if home in one.homes.items()), "")
