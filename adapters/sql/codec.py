"""Between events and states on one side and JSON text on the other; personal texts stay out of what is hashed."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar, get_args, get_type_hints

import msgspec

from adapters.sql.errors import Unreadable
from adapters.sql.hashing import text_digest
from adapters.sql.shapes import fingerprint, holds_records, holds_sets, orderly, strangers
from governance_core.feature import Feature
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event, event_type, personal_fields

ERASED = "[erased]"
S = TypeVar("S")

_to_json = msgspec.json.Encoder().encode
_from_json = msgspec.json.decode


class PersonalText(NamedTuple):
    """A text kept beside the journal: the event's field, whose it is ("" for nobody's), its salt and its words."""

    slot: str
    person: str
    salt: str
    text: str


class EventCodec:
    """Events of one class to payloads and back."""

    def __init__(self, of: type[Event]) -> None:
        self.personal = tuple(personal_slots(of).items())
        self._of = of
        self._names = tuple(one.name for one in fields(of))  # type: ignore[arg-type]
        self._known = frozenset(self._names)
        self._nested = holds_records(of)
        self._prepare: Callable[[Any], Any] | None = orderly if holds_sets(of) else None
        self._check_personal()

    def _check_personal(self) -> None:
        hints = get_type_hints(self._of)
        for name, _of in self.personal:
            if hints[name] is not str and set(get_args(hints[name])) != {str, type(None)}:
                raise TypeError(f"{self._of.__qualname__}.{name} is personal, so it must be text")

    def encode(self, event: Event, by: PersonId | None, salt: Callable[[], str]) -> tuple[str, list[PersonalText]]:
        """The payload and the texts to keep beside it; an empty text is in the payload as it is."""
        texts = [
            PersonalText(name, (getattr(event, of) if of else by) or "", salt(), words)
            for name, of in self.personal
            if (words := getattr(event, name))
        ]
        whole: Any = self._without(event, texts) if texts else event
        return _to_json(self._prepare(whole) if self._prepare else whole).decode(), texts

    def _without(self, event: Event, texts: list[PersonalText]) -> dict[str, Any]:
        values = {name: getattr(event, name) for name in self._names}
        for kept in texts:
            values[kept.slot] = {"digest": text_digest(kept.salt, kept.text)}
        return values

    def decode(self, payload: str, texts: Mapping[str, str | None]) -> Event:
        """The event, with `[erased]` where a text is gone. Raises ValueError (msgspec's included) with the reason."""
        raw = _from_json(payload)
        if not isinstance(raw, dict):
            raise ValueError("it is not a record of fields")
        for name, _of in self.personal:
            if isinstance(raw.get(name), dict):
                raw[name] = texts.get(name) or ERASED
        if unknown := raw.keys() - self._known:
            raise ValueError(f"it has fields this program does not know: {', '.join(sorted(unknown))}")
        event = msgspec.convert(raw, self._of, str_keys=True)
        if self._nested:
            self._refuse_strangers(raw, event)
        return event

    def _refuse_strangers(self, raw: dict[str, Any], event: Event) -> None:
        kept = _from_json(_to_json(orderly(event)))
        if unknown := sorted(set(strangers(raw, kept))):
            raise ValueError(f"it has fields this program does not know: {', '.join(unknown)}")


_codecs: dict[type[Event], EventCodec] = {}


def codec_of(event: type[Event]) -> EventCodec:
    """The codec of an event class, made once."""
    found = _codecs.get(event)
    if found is None:
        found = _codecs[event] = EventCodec(event)
    return found


def personal_slots(event: Any) -> Mapping[str, str]:
    """The personal fields of an event class, and the field naming whose ("" for the actor)."""
    return personal_fields(event)


def decoded(where: str, kind: str, payload: str, texts: Mapping[str, str | None]) -> Event:
    """The event behind a row. Raises Unreadable, naming `where`, when this program does not understand it."""
    of = event_type(kind)
    if of is None:
        raise Unreadable(what=where, why=f"this program knows no event called {kind}")
    try:
        return codec_of(of).decode(payload, texts)
    except ValueError as error:
        raise Unreadable(what=f"{where} ({kind})", why=str(error)) from error


class StateCodec(Generic[S]):
    """States of one feature to JSON and back; `tag` changes when their shape or the rules that fold them do."""

    def __init__(self, feature: Feature[S, Any]) -> None:
        self._of = type(feature.decider.initial)
        self._prepare: Callable[[Any], Any] | None = orderly if holds_sets(self._of) else None
        self.tag = fingerprint(self._of, _source(feature.decider.evolve))

    def encode(self, state: S) -> str:
        """The state as JSON."""
        return _to_json(self._prepare(state) if self._prepare else state).decode()

    def decode(self, kept: str) -> S:
        """The state. Raises msgspec's ValidationError (a ValueError) when its shape has changed."""
        return msgspec.json.decode(kept, type=self._of)


_state_codecs: dict[tuple[type, Callable[..., Any]], StateCodec[Any]] = {}


def state_codec_of(feature: Feature[Any, Any]) -> StateCodec[Any]:
    """The codec of a feature's states, made once for all stores: its tag is made of whole source files."""
    key = (type(feature.decider.initial), feature.decider.evolve)
    found = _state_codecs.get(key)
    if found is None:
        found = _state_codecs[key] = StateCodec(feature)
    return found


def _source(evolve: Callable[..., Any]) -> str:
    """The text of the folder that folds: a snapshot folded by other rules is not trusted."""
    path = inspect.getsourcefile(evolve)
    folder = Path(path).parent if path else None
    return "".join(one.read_text(encoding="utf-8") for one in sorted(folder.glob("*.py"))) if folder else ""
