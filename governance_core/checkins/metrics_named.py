"""What a question that asks for a metric calls it: by its present name, and by a name where only its id is written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from governance_core.cards.plain import one_line
from governance_core.checkins.model import CheckIn, Figure, Run, Tally
from governance_core.checkins.questions import LONGEST_LABEL, Sort, questions_of
from governance_core.kernel.decider import changed

_AROUND_AN_ID: Final = " :,"


def label_of(metric: str, name: str, alone: bool = False) -> str:
    """`M-1 Plots in use` as a question has it; the name `alone` where it can stand so in a line of questions."""
    if alone and "=" not in name and len(name) <= LONGEST_LABEL:
        return name
    return one_line(f"{metric} {name.replace('=', '·')}", LONGEST_LABEL)


def renamed(label: str, metric: str, was: str, name: str) -> str:
    """What a question says that asked for a metric by its old name; words of its own beside the id stay."""
    first, _, rest = label.partition(" ")
    if first.strip(_AROUND_AN_ID).casefold() == metric.casefold():
        return label_of(metric, name) if _alike(rest.strip(_AROUND_AN_ID), was) else label
    return label_of(metric, name, alone=True) if _alike(label, was) else label


def _alike(words: str, name: str) -> bool:
    """As a question is written, with a name in it that had to be written otherwise."""
    return words.casefold() in (name.casefold(), one_line(name.replace("=", "·"), LONGEST_LABEL).casefold())


def with_names(written: str, known: Sequence[str]) -> str:
    """Questions in which a metric that is asked for by its id alone has its name; `known` are `M-1 Plots in use`."""
    names = {one.partition(" ")[0].casefold(): one.partition(" ") for one in known}
    found = ((one.label, names.get(one.label.casefold())) for one in questions_of(written) if one.sort is Sort.METRIC)
    return relabelled(written, {label: label_of(name[0], name[2]) for label, name in found if name})


def relabelled(written: str, labels: Mapping[str, str]) -> str:
    """Questions in other words, where they ask for a metric."""
    asked = (
        replace(one, label=labels.get(one.label, one.label)) if one.sort is Sort.METRIC else one
        for one in questions_of(written)
    )
    return "\n".join(map(str, asked)) if labels else written


def under_other_names(state: CheckIn, labels: Mapping[str, str]) -> CheckIn:
    """A check-in that asks in other words; what it remembers of the time before is called so too."""
    return changed(
        state,
        plan=replace(state.plan, questions=relabelled(state.plan.questions, labels)),
        early_to=relabelled(state.early_to, labels) if state.early_to else "",
        run=_run(state.run, labels),
        before=_tally(state.before, labels),
    )


def _run(run: Run | None, labels: Mapping[str, str]) -> Run | None:
    if run is None:
        return None
    return replace(run, plan=replace(run.plan, questions=relabelled(run.plan.questions, labels)))


def _tally(one: Tally | None, labels: Mapping[str, str]) -> Tally | None:
    if one is None:
        return None
    figures: dict[str, Figure] = {labels.get(label, label): figure for label, figure in one.figures.items()}
    return replace(one, figures=figures)
