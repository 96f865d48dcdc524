"""Reads a form that was handed in back into raw answers, as they would have been typed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.discord.components import Structure
from adapters.discord.controls import CHECKBOX, UPLOAD, USER_SELECT

WhoHas = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Submission:
    """Answers by question, and the files given in place of texts by question."""

    answers: Mapping[str, str]
    files: Mapping[str, str]


def submission(components: Iterable[Structure], person_of: WhoHas, resolved: Structure | None = None) -> Submission:
    """What was filled in. `person_of` says whose an account is, `resolved` is what Discord tells of accounts chosen."""
    answers: dict[str, str] = {}
    files: dict[str, str] = {}
    for one in _inputs(components):
        if one["type"] == UPLOAD:
            files.update((one["custom_id"], str(value)) for value in one.get("values") or ())
        else:
            answers[one["custom_id"]] = _answer(one, person_of, resolved or {})
    return Submission(answers, files)


def _inputs(components: Iterable[Structure]) -> Iterator[Structure]:
    for one in components:
        inside = [*one.get("components", ()), *([one["component"]] if one.get("component") else [])]
        if inside:
            yield from _inputs(inside)
        elif "custom_id" in one:
            yield one


def _answer(one: Structure, person_of: WhoHas, resolved: Structure) -> str:
    if one["type"] == CHECKBOX:
        return "true" if one.get("value") else "false"
    if one["type"] == USER_SELECT:
        return next((_person(str(account), person_of, resolved) for account in one.get("values") or ()), "")
    if "values" in one:
        return next((str(value) for value in one["values"] or ()), "")
    return str(one.get("value") or "")


def _person(account: str, person_of: WhoHas, resolved: Structure) -> str:
    """Whose account it is; for somebody who is no member, the name they have on Discord."""
    known: Mapping[str, Any] = resolved.get("users", {}).get(account, {})
    return person_of(account) or known.get("global_name") or known.get("username") or account
