"""What the parts of a request become with each event."""

from dataclasses import replace
from typing import Any

from governance_core.budgets.parts_messages import (
    PartsReleased,
    ReportAccepted,
    ReportHandedIn,
    ReportPutToCircle,
    ReportRefused,
)
from governance_core.budgets.parts_model import Report, Verdict, Waits
from governance_core.budgets.request_model import Content, Request
from governance_core.kernel.decider import changed


def released_at_once(content: Content) -> tuple[int, ...]:
    """The parts that wait for nothing but the approval, counted from 1."""
    return tuple(number for number, part in enumerate(content.parts, 1) if part.waits is Waits.NOTHING)


def evolve_parts(state: Request, event: Any) -> Request:
    """The request after an event of its parts."""
    match event:
        case PartsReleased(parts=parts):
            return changed(state, released=(*state.released, *parts))
        case ReportHandedIn(person=person, part=part, at=at, report=words, proposal=proposal):
            kept = tuple(
                replace(one, verdict=Verdict.REPLACED) if (one.part, one.verdict) == (part, Verdict.WAITS) else one
                for one in state.reports
            )
            return changed(state, reports=(*kept, Report(part, words, person, at, proposal=proposal)))
        case ReportAccepted(number=number, person=person, final=final):
            by = (person,) if person else ()
            accepted = {"verdict": Verdict.ACCEPTED} if final else {}
            return _report(state, number, accepted_by=(*state.reports[number - 1].accepted_by, *by), **accepted)
        case ReportRefused(number=number, reason=reason, because=because):
            return _report(state, number, verdict=Verdict.REFUSED, reason=reason or because)
        case ReportPutToCircle(number=number, proposal=proposal):
            return _report(state, number, proposal=proposal)
        case _:
            raise TypeError(f"budget requests do not know {event!r}")


def none_stand(state: Request) -> tuple[Report, ...]:
    """The reports of an earlier content: none of them counts for another."""
    return tuple(replace(one, verdict=Verdict.REPLACED) for one in state.reports)


def _report(state: Request, number: int, **changes: Any) -> Request:
    """With one of its reports changed; they are counted from 1."""
    reports = tuple(replace(one, **changes) if place == number else one for place, one in enumerate(state.reports, 1))
    return changed(state, reports=reports)
