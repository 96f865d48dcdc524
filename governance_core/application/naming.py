"""Items by what people call them: one that is meant is its id, of several it is asked which."""

from collections.abc import Mapping
from dataclasses import replace

from governance_core.cards.form import Choice, Lookup, Question
from governance_core.cards.plain import one_line
from governance_core.feature import Features
from governance_core.kernel.ids import PersonId, item_id
from governance_core.kernel.words import is_blank
from governance_core.ports import Reader

ECHO = 40
MOST = 25


def by_name(
    known: Mapping[str, Question],
    raw: Mapping[str, str],
    person: PersonId | None,
    reader: Reader,
    features: Features,
) -> tuple[dict[str, str], dict[str, Question]]:
    """The answers with ids for names, and the questions that ask which of several was meant: nothing is typed there.

    What nothing is called by stays as it was typed.
    """
    meant, which = dict(raw), dict[str, Question]()
    for name, question in known.items():
        typed = raw.get(name, "")
        if not _is_name(typed, question, features):
            continue
        assert isinstance(question.kind, Lookup), "only what is looked up has a name"
        found = features.by_name[question.kind.of](typed, person, reader)
        if len(found) == 1:
            meant[name] = found[0].value
        elif found:
            del meant[name]
            words = f"Several are called {one_line(typed, ECHO)}: which one is it?"
            which[name] = replace(question, kind=Choice(tuple(found[:MOST])), help=words)
    return meant, which


def _is_name(typed: str, question: Question, features: Features) -> bool:
    named = isinstance(question.kind, Lookup) and question.kind.of in features.by_name
    return named and not is_blank(typed) and item_id(typed) is None
