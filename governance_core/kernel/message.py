"""What can be said to the core and what it records: commands, queries and events, each with a wire name used once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, ClassVar, Final, Literal, TypeVar, dataclass_transform

from governance_core.kernel.ids import ActorKind

MENU_TITLE: Final = 24
"""Characters of a menu command's title: what the strictest platform shows."""
UsedOn = Literal["message", "person", "everywhere"]
Taken = Literal["text", "link", "person"]


@dataclass(frozen=True, slots=True)
class Menu:
    """A command in the menu of a message or a person, or offered everywhere where a platform has a place for that.

    `takes` says by field what is filled in: the words of the message, the link to it, or the person; `presets` what
    else is answered from the start. Raises ValueError for a title that menus have no room for.
    """

    title: str
    on: UsedOn
    takes: Mapping[str, Taken] = field(default_factory=dict)
    presets: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 < len(self.title) <= MENU_TITLE:
            raise ValueError(f"the title of the menu command {self.title!r} is not 1 to {MENU_TITLE} characters long")

    def filled(self, found: Mapping[Taken, str]) -> dict[str, str]:
        """Raw answers, from what it was used on; what is not there (no words, say) is left to be asked."""
        taken = {name: found[what] for name, what in self.takes.items() if found.get(what)}
        return {**self.presets, **taken}


@dataclass(frozen=True, slots=True)
class Spec:
    """What platforms need to know of a command or query to grow a slash command, a button and a form from it.

    `path` is the slash command (`proposal create`), None where none exists; `action` the token in a button's id, and
    `presets` further tokens with the answers they fill in; `pressed_by` the kinds of actor that may carry it out;
    `strangers` whether an unlinked account may; `always_asks` whether a form opens even when nothing is missing;
    `argument` the field that a button's argument fills; `resumes` whether a form opened anew goes on with what the same
    person typed into it last; `menus` where else it is offered; `about` names the feature whose item `id` is, where
    that is another than the one that carries it out; `free_text` is the field that words typed behind its noun alone
    fill in, for the one message of a noun that they mean.
    """

    kind: str
    summary: str
    path: str | None = None
    action: str | None = None
    presets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    title: str = ""
    submit: str = "Send"
    example: str = ""
    pressed_by: frozenset[ActorKind] = frozenset({"person"})
    strangers: bool = False
    always_asks: bool = False
    argument: str = ""
    resumes: bool = False
    menus: tuple[Menu, ...] = ()
    about: str = ""
    free_text: str = ""

    def actions(self) -> Mapping[str, Mapping[str, str]]:
        """Every token a button may carry for this, with the answers it fills in."""
        return {**({self.action: {}} if self.action else {}), **self.presets}


class Message:
    """Anything with a spec: a frozen record of what somebody wants done or wants to know."""

    __slots__ = ()
    spec: ClassVar[Spec]


class Command(Message):
    """Something somebody wants done, in the imperative. Answered by events or a refusal."""

    __slots__ = ()

    def meant(self) -> "Command":
        """The command this stands for, given what was filled in; itself unless it says otherwise."""
        return self


class Query(Message):
    """Something somebody wants to know. Changes nothing; answered by a card."""

    __slots__ = ()


class Event:
    """Something that happened, in the past tense, kept for ever under its wire name (`kind`).

    Of the events of one command the last that `is_answer` is where an answer stands: its receipt names it.
    """

    __slots__ = ()
    kind: ClassVar[str]
    is_answer: ClassVar[bool] = False


_EVENTS: dict[str, type[Event]] = {}
_MESSAGES: dict[str, type[Message]] = {}
M = TypeVar("M", bound=type[Message])
E = TypeVar("E", bound=type[Event])


def ask(question: Any, **options: Any) -> Any:
    """A field of a command or query that a person may be asked for; `question` is one of the kinds in `cards.form`."""
    return field(metadata={"ask": question}, **options)


def personal(of: str = "", **options: Any) -> Any:
    """A text field somebody wrote, or a name: kept beside the journal so that it can be blanked.

    `of` names the field holding the id of the person it belongs to; empty means whoever carried the command out.
    """
    return field(metadata={"personal": of}, **options)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field, ask, personal))
def _frozen(cls: Any) -> Any:
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field, ask, personal))
def message(kind: str, summary: str, **spec: Any) -> Callable[[M], M]:
    """Make a class a command or query with this wire name; a name in use already is a defect and raises."""

    def made(cls: M) -> M:
        cls = _frozen(cls)
        _claim(_MESSAGES, kind, cls)
        cls.spec = Spec(kind=kind, summary=summary, **spec)
        _check_menus(cls)
        return cls

    return made


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field, ask, personal))
def event(kind: str) -> Callable[[E], E]:
    """Make a class an event with this wire name, for ever: names are never reused or changed in meaning."""

    def made(cls: E) -> E:
        cls = _frozen(cls)
        _claim(_EVENTS, kind, cls)
        cls.kind = kind
        return cls

    return made


def _check_menus(cls: type[Message]) -> None:
    known = {f.name for f in fields(cls) if "ask" in f.metadata}  # type: ignore[arg-type]
    if cls.spec.free_text and cls.spec.free_text not in known:
        raise ValueError(f"free text fills in {cls.spec.free_text}, which {cls.spec.kind} does not ask")
    for menu in cls.spec.menus:
        if strange := {*menu.takes, *menu.presets} - known:
            raise ValueError(f"the menu command {menu.title} fills in what is not asked: {sorted(strange)}")


def _claim(names: dict[str, Any], kind: str, cls: type) -> None:
    taken = names.get(kind)
    if taken is not None and taken.__qualname__ != cls.__qualname__:
        raise ValueError(f"the wire name {kind} is taken by {taken.__qualname__}")
    names[kind] = cls


def event_type(kind: str) -> type[Event] | None:
    """The class behind a wire name, None when this program does not know it."""
    return _EVENTS.get(kind)


@lru_cache(maxsize=512)
def personal_fields(cls: type[Event]) -> Mapping[str, str]:
    """Which fields of an event are personal texts, and the field naming whose ("" for the actor)."""
    return {f.name: f.metadata["personal"] for f in fields(cls) if "personal" in f.metadata}  # type: ignore[arg-type]
