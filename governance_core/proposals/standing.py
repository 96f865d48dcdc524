"""Where a proposal stands, in a line: its stage, and who answered how, in numbers."""

from collections.abc import Iterator

from governance_core.cards.plain import one_line
from governance_core.cards.text import Text, When, count, text
from governance_core.kernel.ids import StreamId
from governance_core.proposals.guards import outcome_of
from governance_core.proposals.model import SHAPING_STAGES, Proposal, Stage
from governance_core.proposals.objections_model import AnswerKind
from governance_core.proposals.shaping_cards import stage_status
from governance_core.proposals.testing_cards import trial_status


def status(state: Proposal) -> str:
    """Where it stands, in words."""
    practice = "PRACTICE, " if state.practice else ""
    if not state.is_open:
        return practice + outcome_of(state)
    if state.stage in SHAPING_STAGES:
        return practice + ("waiting for a sponsor" if state.orphaned_until else stage_status(state))
    tally = f"{len(state.answers)} of {len(state.electors)} answered"
    if state.orphaned_until is not None:
        return f"{practice}waiting for a sponsor, {tally}"
    if state.stage is Stage.OBJECTED:
        blocking = count(len(state.open_objections()), "open objection")
        return f"{practice}{trial_status(state)}{blocking}, {tally}"
    return f"{practice}consent round open, {tally}"


def summary(stream: StreamId, state: Proposal) -> Text:
    """One sentence for notifications and screen readers."""
    ends = " It closes " if state.in_round else " This stage ends "
    closes = text(ends, When(state.deadline), ".") if state.deadline else ()
    return text(f"Proposal {stream}, {one_line(state.wording.title, 80)}: {status(state)}.", closes)


def tally(state: Proposal) -> str:
    """`2 consent · 1 consent with concern · 0 objections · 2 not yet`: every number in words, nobody by name."""
    blocking = len(state.open_objections())
    parts = [f"{state.counted(AnswerKind.CONSENT)} consent"]
    parts.append(f"{state.counted(AnswerKind.CONCERN)} consent with concern")
    parts.append(count(blocking, "objection"))
    if state.rules and state.rules.stand_aside:
        parts.append(f"{state.counted(AnswerKind.STAND_ASIDE)} stand aside")
    if kept := state.counted(AnswerKind.KEPT):
        parts.append(f"{count(kept, 'objection')} kept as a concern")
    parts.extend(_missing(state) if state.is_open else [_silent(state)])
    return " · ".join(parts)


def _missing(state: Proposal) -> Iterator[str]:
    """Those who have not answered, and apart from them those who will be away when the round ends."""
    missing = [person for person in state.electors if person not in state.answers]
    away = [p for p in missing if state.away.get(p) and state.deadline and state.is_away(p, state.deadline)]
    yield f"{len(missing) - len(away)} not yet"
    if away:
        yield f"{len(away)} away"


def _silent(state: Proposal) -> str:
    return f"{len(state.electors) - len(state.answers)} without an answer"
