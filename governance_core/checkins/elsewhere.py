"""What other features know of a run, for the words of how it went."""

from collections.abc import Mapping

from governance_core.checkins.blocked import blocked_in
from governance_core.checkins.cards import why_unrecorded
from governance_core.checkins.model import CheckIn, Run
from governance_core.checkins.questions import metrics_asked
from governance_core.checkins.reading import Elsewhere, NamesBlockers, NamesMetrics
from governance_core.kernel.time import local_date
from governance_core.ports import Reader


def elsewhere(run: Run, state: CheckIn, zone: str, reader: Reader) -> Elsewhere:
    """The blockers that were said in it, and what it asked for that no metric has."""
    askers = list(blocked_in(run))
    blockers = reader.half(NamesBlockers).still_in_the_way(state.circle, askers) if askers else ()
    return Elsewhere(_unrecorded(run, state, zone, reader), blockers)


def _unrecorded(run: Run, state: CheckIn, zone: str, reader: Reader) -> Mapping[str, str]:
    """What a run asked for and no metric has a value of, with why: the one that it asked for is not followed."""
    half, day = reader.half(NamesMetrics), local_date(run.closes_at, zone).isoformat()
    lost = [
        one
        for one in metrics_asked(run.plan.questions)
        if not half.followed(state.circle, one) and not half.has_value(state.circle, one, day)
    ]
    return {one: why_unrecorded(half.retired(state.circle, one)) for one in lost}
