"""What lies ahead of open proposals: when their rounds, and the stages before a round, come to their end."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from governance_core.dated import MOST, Ahead, Dated
from governance_core.ports import Reader
from governance_core.proposals.model import OPEN_STAGES, SHAPING_STAGES, Stage
from governance_core.proposals.reading import ProposalRow, ReadsProposals

_ENDS: Final[Mapping[str, str]] = {
    Stage.CLARIFY: "Questions until",
    Stage.REACT: "Reactions until",
    Stage.AMEND: "Amendments until",
}


def dates(ahead: Ahead, reader: Reader) -> Sequence[Dated]:
    """The deadlines of a circle; of somebody those of rounds that they answer, and of what their circles shape."""
    rows = _rows(ahead, reader.half(ReadsProposals))
    return [
        Dated(row.id, "deadline", row.circle, _ENDS.get(row.stage, "Round closes"), row.title, row.deadline)
        for row in rows
        if row.deadline is not None and not row.practice
    ]


def _rows(ahead: Ahead, half: ReadsProposals) -> Iterable[ProposalRow]:
    if ahead.person is None:
        return half.listed(ahead.circles, sorted(OPEN_STAGES), None, MOST)
    shaped = half.listed(ahead.circles, sorted(SHAPING_STAGES), None, MOST) if ahead.circles else ()
    return (*half.answerable(ahead.person), *shaped)
