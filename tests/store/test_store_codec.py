"""Events and states become JSON and come back the same; what is personal stays out of it; strangers are refused."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_toy import FEATURE, Counted, Noted, Tally

from adapters.sql.codec import ERASED, EventCodec, StateCodec, decoded
from adapters.sql.errors import Unreadable
from governance_core.kernel.decider import Decider
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event, event, personal


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Leaf:
    when: datetime
    colour: Colour
    span: timedelta | None = None


@event("codec.full")
class Full(Event):
    by: PersonId
    leaf: Leaf | None
    leaves: tuple[Leaf, ...]
    names: frozenset[str]
    table: Mapping[PersonId, tuple[Leaf, ...]]
    numbers: Mapping[int, str]
    pair: tuple[int, str] = (0, "")
    secret: str = personal("by")
    aside: str | None = personal("by", default=None)
    own: str = personal("", default="")


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
instants = st.datetimes(timezones=st.just(UTC))
leaves = st.builds(
    Leaf,
    when=instants,
    colour=st.sampled_from(Colour),
    span=st.none() | st.timedeltas(min_value=timedelta(days=-4000), max_value=timedelta(days=4000)),
)
fulls = st.builds(
    Full,
    by=texts,
    leaf=st.none() | leaves,
    leaves=st.lists(leaves, max_size=3).map(tuple),
    names=st.frozensets(texts, max_size=5),
    table=st.dictionaries(texts, st.lists(leaves, max_size=2).map(tuple), max_size=3),
    numbers=st.dictionaries(st.integers(-(2**60), 2**60), texts, max_size=3),
    pair=st.tuples(st.integers(-(2**60), 2**60), texts),
    secret=texts,
    aside=st.none() | texts,
    own=texts,
)


def there(made: Event, by: str = "ana"):
    numbers = count()
    return EventCodec(type(made)).encode(made, by, lambda: f"salt{next(numbers)}")


def and_back(made: Event, kept=None) -> Event:
    payload, beside = there(made)
    words = {one.slot: one.text for one in beside} if kept is None else kept
    return decoded("T-1 event 1", type(made).kind, payload, words)


@given(fulls)
def test_an_event_comes_back_as_it_was(made):
    back = and_back(made)
    assert back == made
    assert list(back.table) == list(made.table)
    assert list(back.numbers) == list(made.numbers)


@given(fulls)
def test_no_personal_text_is_in_the_payload(made):
    payload, beside = there(replace(made, secret=f"xyzzy{made.secret}"))
    assert "xyzzy" not in payload
    assert {one.slot for one in beside} == {
        name for name in ("secret", "aside", "own") if name == "secret" or getattr(made, name)
    }


def test_a_text_is_kept_beside_with_its_salt_and_owner():
    made = Full(by="ben", leaf=None, leaves=(), names=frozenset(), table={}, numbers={}, secret="Dürre", own="mine")
    payload, beside = there(made, by="ana")
    assert [(one.slot, one.person, one.salt, one.text) for one in beside] == [
        ("secret", "ben", "salt0", "Dürre"),
        ("own", "ana", "salt1", "mine"),
    ]
    raw = json.loads(payload)
    assert raw["secret"] == {"digest": hashlib.sha256("salt0Dürre".encode()).hexdigest()}
    assert raw["aside"] is None


def test_an_erased_text_is_a_word_that_says_so():
    back = and_back(Noted(person="ben", words="Careful", aside="x"), kept={"words": None})
    assert back == Noted(person="ben", words=ERASED, aside=ERASED)


def test_sets_are_written_in_one_order_only():
    names = frozenset(str(n) for n in range(50))
    again = frozenset(str(n) for n in reversed(range(50)))
    made = Full(by="b", leaf=None, leaves=(), names=names, table={}, numbers={}, secret="")
    assert there(made)[0] == there(replace(made, names=again))[0]
    assert json.loads(there(made)[0])["names"] == sorted(names)


def test_missing_new_fields_take_their_defaults():
    assert decoded("T-1 event 1", "toy.counted", "{}", {}) == Counted(step=1)


@pytest.mark.parametrize(
    "kind, payload, why",
    [
        ("toy.flown", "{}", "knows no event called toy.flown"),
        ("toy.counted", '{"step":1,"speed":2}', "fields this program does not know: speed"),
        ("toy.counted", '{"step":"one"}', "Expected `int`"),
        ("toy.counted", "[1]", "not a record of fields"),
        ("toy.counted", "{", "truncated"),
        ("toy.noted", "{}", "missing required field"),
    ],
)
def test_what_a_newer_program_wrote_is_refused_in_words(kind, payload, why):
    with pytest.raises(Unreadable, match=why) as refused:
        decoded("T-1 event 4", kind, payload, {})
    assert "T-1 event 4" in str(refused.value)


def test_a_strange_field_deep_inside_is_refused_too():
    leaf = Leaf(datetime(2026, 3, 2, tzinfo=UTC), Colour.RED)
    payload, _ = there(
        Full(by="b", leaf=leaf, leaves=(leaf,), names=frozenset("a"), table={"x": (leaf,)}, numbers={}, secret="")
    )
    for where, part in (("leaf", "leaf"), ("leaves", "leaves"), ("table.x", "table")):
        raw = json.loads(payload)
        inner = raw[part]
        for step in {"leaf": [], "leaves": [0], "table": ["x", 0]}[part]:
            inner = inner[step]
        inner["weight"] = 3
        with pytest.raises(Unreadable, match=f"does not know: {where}.weight"):
            decoded("T-1 event 1", "codec.full", json.dumps(raw), {})


def test_only_texts_may_be_personal():
    @event("codec.wrong")
    class Wrong(Event):
        tags: tuple[str, ...] = personal("")

    Wrong.__annotations__ = {"tags": tuple[str, ...]}
    with pytest.raises(TypeError, match="must be text"):
        EventCodec(Wrong)


def test_a_states_tag_changes_with_its_shape():
    @dataclass(frozen=True, slots=True)
    class Other:
        count: int = 0
        more: str = ""

    other = replace(FEATURE, decider=Decider(Other(), FEATURE.decider.decide, FEATURE.decider.evolve))
    assert StateCodec(FEATURE).tag == StateCodec(FEATURE).tag
    assert StateCodec(other).tag != StateCodec(FEATURE).tag


@dataclass(frozen=True, slots=True)
class Deep:
    table: Mapping[str, Leaf] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    ends: datetime | None = None


@given(
    st.builds(
        Deep, table=st.dictionaries(texts, leaves, max_size=4), tags=st.frozensets(texts), ends=st.none() | instants
    )
)
def test_a_state_comes_back_as_it_was(state):
    codec = StateCodec(replace(FEATURE, decider=Decider(Deep(), FEATURE.decider.decide, FEATURE.decider.evolve)))
    back = codec.decode(codec.encode(state))
    assert back == state
    assert list(back.table) == list(state.table)


def test_the_toys_state_comes_back_too():
    codec = StateCodec(FEATURE)
    state = Tally(count=3, tags=frozenset("abc"), by_step={2: 1, 1: 1})
    assert codec.decode(codec.encode(state)) == state
