"""Words of refusal: every one says what, why and what to do next, and leaves no {gap} unfilled."""

import ast
import importlib
import pkgutil
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import governance_core
from governance_core.cards.plain import plain_text
from governance_core.cards.text import say
from governance_core.kernel.errors import Refusal
from tests.rules.given import Names, helpful
from tests.rules.organisation import harbour

for _found in pkgutil.walk_packages(governance_core.__path__, "governance_core."):
    importlib.import_module(_found.name)
ROOT = Path(governance_core.__path__[0])


def kinds(of: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Every kind of refusal of the core."""
    if of.__module__.startswith("governance_core."):
        yield of
    for below in of.__subclasses__():
        yield from kinds(below)


def gaps(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


KINDS = {kind.__name__: kind for kind in sorted(kinds(), key=lambda kind: kind.__name__)}


@cache
def raised() -> dict[str, list[tuple[str, ast.Call]]]:
    """Every place in the core where a refusal is made, with the call that makes it, by what it is."""
    found: dict[str, list[tuple[str, ast.Call]]] = {name: [] for name in KINDS}
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            where = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
                found[node.func.id].append((where, node))
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name) and node.exc.id in KINDS:
                found[node.exc.id].append((where, ast.Call(func=node.exc, args=[], keywords=[])))
    return found


def test_refusals_are_known_and_each_is_made_somewhere() -> None:
    assert sum(map(len, raised().values())) > 300
    made = {name for name, places in raised().items() if places}
    whole = {name for name, kind in KINDS.items() if not kind.__subclasses__()}
    assert whole - made <= {"Busy"}  # which stores and platforms say


@pytest.mark.parametrize("name", KINDS)
def test_refusals_leave_no_gap_unfilled(name: str) -> None:
    wanted = gaps(KINDS[name].template)
    for where, call in raised()[name]:
        given = {keyword.arg for keyword in call.keywords if keyword.arg}
        assert wanted <= given, f"{name} at {where} lacks {wanted - given}"
        assert given <= wanted | {"field", "shows"}, f"{name} at {where} says too much"


@pytest.mark.parametrize("name", KINDS)
def test_refusals_leave_no_sentence_empty(name: str) -> None:
    allowed = {"whose", "hint"} if name != "Unknown" else set()
    for where, call in raised()[name]:
        empty = [key.arg for key in call.keywords if isinstance(key.value, ast.Constant) and key.value.value == ""]
        assert set(empty) <= allowed, f"{name} at {where} says nothing for {empty}"


@pytest.mark.parametrize("name", KINDS)
def test_refusals_are_sentences(name: str) -> None:
    template = KINDS[name].template
    assert template[0].isupper() or template[0] == "{"
    assert template.rstrip().endswith((".", "}")), template
    assert "  " not in template
    assert "!" not in template
    assert "sorry" not in template.lower()
    blaming = {"you must", "invalid", "illegal", "failed", "error", "wrong input", "forbidden"}
    assert not [word for word in blaming if word in template.lower()], template


def test_refusals_have_codes_of_their_own() -> None:
    codes = [kind.code for kind in KINDS.values()]
    assert len(codes) == len(set(codes))


FILLED = {
    "Stale": {"ref": "P-12", "current": 3, "seen": 2},
    "Closed": {"ref": "P-12", "outcome": "adopted as D-3", "next": "/decisions show D-3 shows the outcome."},
    "Unlinked": {"platform": "Slack", "admins": "Ana"},
    "Outsider": {"platform": "Slack", "whose": "is a bot's, and bots never count", "next": "Ask Ana to add you."},
    "Busy": {"what": "store", "detail": "Nothing is lost; try again."},
    "JoinedLater": {"ref": "P-12", "version": 2},
    "NothingToDecide": {"circle": "Garden", "besides": "besides the proposer", "next": "Add members first."},
    "WrongStage": {"ref": "P-12", "at": "at questions", "next": "Ask with /consent ask."},
    "StandAsideNotOffered": {},
    "PrivateOrigin": {"ref": "P-12", "circle": "Commons"},
    "WhichOne": {"ref": "P-12", "count": 2, "things": "open objections", "choices": "objection:1, objection:2"},
    "TooManyTries": {"until": "09:10 UTC"},
    "OneAccountEach": {"platform": "slack", "owner": "Ben"},
    "LeadIsDelegate": {"person": "Ana", "circle": "Garden"},
    "NotSetUp": {},
    "NotManaging": {},
    "SetUpElsewhere": {},
    "SetUpAlready": {"organisation": "Harbour", "admins": "Ana"},
    "StillOpen": {"circle": "Garden", "ways": "P-3 is open: ask the facilitator to forward it."},
    "KeyTaken": {"key": "ben", "owner": "benedikt"},
    "WasErased": {"person": "ben", "day": "2026-03-02"},
    "ChangeIsOpen": {"ref": "D-1", "proposal": "P-7"},
    "ReviewIsContested": {"ref": "D-1", "who": "Ben", "circle": "Garden"},
    "WasPrivate": {"ref": "D-1", "circle": "Care", "to": "Commons"},
}


@pytest.mark.parametrize("name", FILLED)
def test_refusals_with_fixed_words_end_in_something_to_act_on(name: str) -> None:
    words = plain_text(say(KINDS[name].template, **FILLED[name]), Names(harbour().people))
    helpful(words)


def test_refusals_said_of_the_process_read_as_it_says() -> None:
    words = plain_text(say(KINDS["Stale"].template, **FILLED["Stale"]), Names(harbour().people))
    assert words == (
        "P-12 is now version 3 (you saw version 2), so nothing was recorded. Here is what changed; answer again below."
    )
