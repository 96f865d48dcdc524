"""What people can pick while they type: proposals, rounds, drafts, and who decides a part."""

from collections.abc import Callable, Mapping, Sequence

from governance_core.cards.form import Option
from governance_core.cards.plain import date_words, labelled, one_line, shortened
from governance_core.circles.model import CIRCLES, FOUR_ROLES, Circles
from governance_core.kernel.ids import PersonId
from governance_core.ports import Reader
from governance_core.proposals.reading import ProposalRow, ReadsProposals

MOST_CHOICES = 25


def proposal_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Ids to pick: what waits for the person first, then the newest; `P-42 · title · closes …`."""
    circles: Circles = reader.state(CIRCLES)
    half = reader.half(ReadsProposals)
    visible = [one.id for one in circles.visible(person)]
    first = [row for row in half.awaiting(person) if row.circle in visible] if person else []
    rows = {row.id: row for row in (*first, *half.listed(visible, (), None, MOST_CHOICES))}
    fitting = [row for row in rows.values() if typed.casefold() in f"{row.id} {row.title}".casefold()]
    return [Option(row.id, _choice_label(row, circles)) for row in fitting]


def round_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Open rounds the person may answer, what waits for them first."""
    circles: Circles = reader.state(CIRCLES)
    rows = reader.half(ReadsProposals).answerable(person) if person else ()
    fitting = [row for row in rows if typed.casefold() in f"{row.id} {row.title}".casefold()]
    return [Option(row.id, _choice_label(row, circles)) for row in fitting if circles.may_see(person, row.circle)]


def _choice_label(row: ProposalRow, circles: Circles) -> str:
    end = f"closes {date_words(row.deadline, circles.zone_of(row.circle))}" if row.deadline else row.stage
    return shortened(f"{row.id} · {labelled(row.title, row.practice, 50)} · {end}", 100)


def draft_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """The person's drafts to pick."""
    rows = reader.half(ReadsProposals).drafts_of(person) if person else ()
    return [Option(row.id, shortened(f"{row.id} · {one_line(row.title, 60)}", 100)) for row in rows]


def decider_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Circles and their roles that a part of a proposal can be left to: those everybody may know of."""
    circles: Circles = reader.state(CIRCLES)
    public = [one for one in circles.visible(person) if not one.private]
    options = [Option(one.id, shortened(one_line(one.name), 100)) for one in public]
    roles = ((one, role) for one in public for role in dict.fromkeys((*one.roles, *FOUR_ROLES)))
    options += [Option(f"{one.id}:{role}", shortened(f"{one_line(one.name, 60)}: {role}", 100)) for one, role in roles]
    return [one for one in options if typed.casefold() in f"{one.value} {one.label}".casefold()]


def role_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Roles that circles have; the lead of a sub-circle is nobody's to choose alone, and is told so."""
    circles: Circles = reader.state(CIRCLES)
    known = dict.fromkeys((*FOUR_ROLES, *(role for one in circles.visible(person) for role in one.roles)))
    return [Option(role, role) for role in known if typed.casefold() in role.casefold()]


CHOICES: Mapping[str, Callable[[str, PersonId | None, Reader], Sequence[Option]]] = {
    "proposal": proposal_choices,
    "round": round_choices,
    "draft": draft_choices,
    "decider": decider_choices,
    "held role": role_choices,
}
