"""What a plan for a check-in may be: made from what was typed, or refused with how to write it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from governance_core.cards.plain import one_line
from governance_core.checkins.guards import CheckInFacts
from governance_core.checkins.metrics_named import with_names
from governance_core.checkins.model import HALF, OFF, Plan, Run
from governance_core.checkins.questions import read_questions
from governance_core.kernel.cadence import Cadence
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.occurrences import instead_of
from governance_core.kernel.time import Duration, local_date, wall_instant, zone_exists
from governance_core.kernel.words import is_blank
from governance_core.people.model import People

LONGEST_TITLE: Final = 80
_NAMED: Final = 10
_MOMENT: Final = timedelta(seconds=1)
"""A run may open in the very moment in which another closes."""
FIELDS: Final = ("title", "every", "questions", "open_for", "zone", "remind", "optional", "observers")


def plan_of(command: Any, circle: CircleId, facts: CheckInFacts, before: Plan | None = None) -> Plan:
    """The plan that a command describes; what it does not say stays as it was. Raises Invalid naming the field."""
    said = {name: getattr(command, name) for name in FIELDS}

    def value(name: str) -> Any:
        typed = said[name]
        return typed if typed is not None else as_typed(before, facts.people)[name] if before else ""

    zone = _zone(value("zone"))
    plan = Plan(
        title=_title(value("title")),
        every=_every(value("every"), zone or facts.circles.zone_of(circle), facts, before),
        questions=_questions(value("questions"), facts),
        open_for=_open_for(value("open_for")),
        zone=zone,
        remind=_remind(value("remind")),
        optional=_members("optional", command.optional, before.optional if before else (), circle, facts),
        observers=_members("observers", command.observers, before.observers if before else (), circle, facts),
    )
    if facts.by.kind == "person":
        _require_sense(plan, circle, facts)
    if before is None or _when(plan) != _when(before):
        _require_room(plan, circle, facts)
    return plan


def _when(plan: Plan) -> tuple[str, str, str]:
    return plan.every, plan.zone, plan.open_for


def _require_sense(plan: Plan, circle: CircleId, facts: CheckInFacts) -> None:
    """Raise Invalid for what would ask nobody, never remind, or measure nothing: a slip, where a person writes it.

    The config file may say it: its circle may get its members, and its metrics, later.
    """
    members, name = facts.circles.circles[circle].members, facts.circles.circles[circle].name
    if not members:
        raise Invalid(problem=f"{name} has no members to ask.", fix="Ask an admin to add them first.")
    if set(members) <= set(plan.observers):
        problem = "All members would be observers, and nobody would be asked."
        raise Invalid(field="observers", problem=problem, fix="Write fewer, without those who are to be asked.")
    _require_metrics(name, facts)
    if plan.remind not in (HALF, OFF) and _reminds_too_early(plan, circle, facts):
        problem = f"It is open for {Duration.parse(plan.open_for).in_words()}: a reminder would come before."
        raise Invalid(field="remind", problem=problem, fix="Write a shorter length, half, or off.")


def _require_metrics(name: str, facts: CheckInFacts) -> None:
    """Raise Invalid for a metric that the circle does not follow, or a name that several have."""
    if facts.unknown:
        some = f"{', '.join(facts.metrics[:_NAMED])}{' and others' if len(facts.metrics) > _NAMED else ''}"
        known = f"It follows {some}." if facts.metrics else "It follows none yet."
        problem = f"{name} follows no metric {one_line(facts.unknown[0], 60)}. {known}"
        fix = "Follow it with /metric add first, or write number: for a number that is kept nowhere else."
        raise Invalid(field="questions", problem=problem, fix=fix)
    for words, ids in facts.shared.items():
        problem = f"{' and '.join(ids)} are {'both' if len(ids) == 2 else 'all'} called {one_line(words, 60)}."
        fix = f"Write the id before the name, {' or '.join(f'{one} {one_line(words, 60)}' for one in ids)}."
        raise Invalid(field="questions", problem=problem, fix=fix)


def _reminds_too_early(plan: Plan, circle: CircleId, facts: CheckInFacts) -> bool:
    zone = facts.zone(circle, plan)
    return Duration.parse(plan.remind).before(Duration.parse(plan.open_for).after(facts.now, zone), zone) <= facts.now


def as_typed(plan: Plan, everybody: People) -> dict[str, str]:
    """A plan as a form and the config file show it."""
    return {
        "title": plan.title,
        "every": plan.every,
        "questions": plan.questions,
        "open_for": plan.open_for,
        "zone": plan.zone,
        "remind": plan.remind,
        "optional": ", ".join(map(everybody.handle, plan.optional)),
        "observers": ", ".join(map(everybody.handle, plan.observers)),
    }


def _title(typed: str) -> str:
    title = " ".join(checked_words("title", typed, "Give it a name, such as Weekly check-in.").split())
    if len(title) > LONGEST_TITLE:
        problem = f"The title has {len(title)} characters, and {LONGEST_TITLE} are the most."
        raise Invalid(field="title", problem=problem, fix="Write a shorter one.")
    return title


def room_after(run: Run, zone: str) -> datetime:
    """The instant (UTC) after which a schedule in a zone may ask again: the run is over, and its day, by any clock."""
    tomorrow = local_date(run.due, run.zone) + timedelta(days=1)
    next_day = wall_instant(tomorrow.isoformat(), zone, "00:00")
    return max(next_day, run.closes_at if run.is_open else next_day) - _MOMENT


def _every(typed: str, zone: str, facts: CheckInFacts, before: Plan | None) -> str:
    """Steps of weeks go on being counted as they were where the schedule is said again."""
    try:
        return str(instead_of(before.every if before else "", Cadence.parse(typed), local_date(facts.now, zone)))
    except ValueError as reason:
        raise Invalid(field="every", problem="The schedule cannot be used.", fix=str(reason)) from None


def _questions(typed: str, facts: CheckInFacts) -> str:
    """A line each; a metric gets its name where a person wrote its id alone, and is compared as it is in the file."""
    try:
        written = "\n".join(str(one) for one in read_questions(typed))
        return with_names(written, facts.metrics) if facts.by.kind == "person" else written
    except ValueError as reason:
        raise Invalid(field="questions", problem="The questions cannot be used.", fix=str(reason)) from None


def _open_for(typed: str) -> str:
    return str(_length("open_for", typed, "Write how long it can be answered, such as 8h or 2d."))


def _length(name: str, typed: str, fix: str) -> Duration:
    try:
        return Duration.parse(typed)
    except ValueError as reason:
        raise Invalid(field=name, problem=f"{reason}.", fix=fix) from None


def _zone(typed: str) -> str:
    if typed and not zone_exists(typed):
        raise Invalid(field="zone", problem=f"There is no time zone {typed}.", fix="Write it as Europe/Lisbon.")
    return typed


def _remind(typed: str) -> str:
    wanted = typed.strip().casefold()
    if wanted in (HALF, OFF):
        return wanted
    return str(_length("remind", typed, "Write half, off, or a length before the close such as 2h."))


def _members(
    name: str, typed: str | None, before: tuple[PersonId, ...], circle: CircleId, facts: CheckInFacts
) -> tuple[PersonId, ...]:
    """Those who are named; where nobody is, those of before who are members still."""
    members = facts.circles.circles[circle].members
    if typed is None:
        return tuple(one for one in before if one in members)
    known = {facts.people.handle(person): person for person in members}
    known |= {facts.people.name(person).casefold(): person for person in members}
    found = []
    for part in (one.strip() for one in typed.split(",")):
        if is_blank(part):
            continue
        if part.casefold() not in known:
            problem = f"{part[:40]} is no member of the circle."
            raise Invalid(field=name, problem=problem, fix="Write members by their ids or names, with commas between.")
        found.append(known[part.casefold()])
    return tuple(dict.fromkeys(found))


def _require_room(plan: Plan, circle: CircleId, facts: CheckInFacts) -> None:
    """A run closes before the next one opens, all year. Raises Invalid, also for a schedule that never happens."""
    try:
        facts.next_few(circle, plan, facts.now)
    except ValueError as never:
        raise Invalid(field="every", problem="The schedule cannot be used.", fix=str(never)) from None
    zone, length = facts.zone(circle, plan), Duration.parse(plan.open_for)
    pairs = list(pairwise(facts.in_a_year(circle, plan, facts.now)))
    for opens, following in pairs:
        if length.after(opens, zone) > following:
            again = local_date(following, zone).isoformat()
            problem = f"Open for {length.in_words()}, it would still be open when it is asked again on {again}."
            raise Invalid(field="open_for", problem=problem, fix=_fitting(length, _longest(pairs, zone)))


def _fitting(length: Duration, longest: Duration) -> str:
    clocks = ", which follows the clocks when they change," if length.length == longest.length else ""
    return f"Write {longest}{clocks} or less, or a rarer schedule."


def _longest(pairs: Sequence[tuple[datetime, datetime]], zone: str) -> Duration:
    """The longest time that fits between any two: whole days where there is one, else hours or minutes."""
    gap = min(following - opens for opens, following in pairs)
    for days in (gap.days + 1, gap.days):
        whole = Duration(days, "d")
        if days and all(whole.after(opens, zone) <= following for opens, following in pairs):
            return whole
    hours = gap // timedelta(hours=1)
    return Duration(hours, "h") if hours else Duration(gap // timedelta(minutes=1), "m")
