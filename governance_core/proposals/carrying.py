"""What a proposal carries: changes of its circle's roles, rules and members, pressed when the circle adopts it."""

from dataclasses import dataclass, replace
from typing import assert_never

from governance_core.cards.plain import plain_text
from governance_core.cards.text import say
from governance_core.circles.messages import AddMember, FillRole, RemoveMember, SetPolicy
from governance_core.circles.model import FOUR_ROLES, LEAD
from governance_core.circles.policy import canonical
from governance_core.circles.rules import CircleFacts
from governance_core.circles.rules import decide as decide_circles
from governance_core.kernel.errors import Invalid, Refusal, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId
from governance_core.kernel.message import Command, Event
from governance_core.kernel.time import instant_of, local_date
from governance_core.kernel.written_dates import day_said
from governance_core.proposals.carrying_events import CarriedUndone
from governance_core.proposals.carrying_model import Carried, Carries
from governance_core.proposals.facilitating import facilitators
from governance_core.proposals.guards import ProposalFacts
from governance_core.proposals.messages import CreateProposal, NoteUndone
from governance_core.proposals.model import Proposal


class CarriesWhatIsHere(Refusal):
    """What a circle changes in itself, no other circle decides (process.md, section 5)."""

    code = "carries_what_is_here"
    template = (
        "{ref} changes something of {circle} when it is adopted, and only {circle} decides that. "
        "Its proposer can withdraw it, and you can put another proposal to {other}."
    )


class LeadOfBoth(Refusal):
    """The lead of a sub-circle needs the consent of both circles (process.md, section 3)."""

    code = "lead_of_both"
    template = (
        "The lead of {circle} links it to {parent}, and both must agree, so {circle} cannot choose it alone here. "
        "Ask an admin, who keeps the config, once both have agreed."
    )


def command_of(carried: Carried) -> Command:
    """The command that the circle presses: one of a closed list."""
    match carried.what:
        case Carries.ROLE:
            return FillRole(circle=carried.circle, role=carried.key, person=carried.person, until=carried.value)
        case Carries.RULE:
            return SetPolicy(circle=carried.circle, key=carried.key, value=carried.value)
        case Carries.JOIN:
            return AddMember(circle=carried.circle, person=_somebody(carried))
        case Carries.LEAVE:
            return RemoveMember(circle=carried.circle, person=_somebody(carried))
        case Carries.ITEM:
            raise TypeError(f"{carried.key} is decided by its own feature")
        case _:
            assert_never(carried.what)


def _somebody(carried: Carried) -> PersonId:
    assert carried.person is not None, "seats are of people"
    return carried.person


def checked_carries(command: CreateProposal, facts: ProposalFacts) -> tuple[Carried, ...]:
    """What is carried, once it could be carried out now. Raises the Refusal that it would meet, or what is so already.

    Later may be different: then the adoption stands, and it is told what could not be done.
    """
    return tuple(_checked(one, facts) for one in command.carries)


def _checked(carried: Carried, facts: ProposalFacts) -> Carried:
    circle = facts.circles.circles[carried.circle]
    if carried.what is Carries.ROLE:
        _require_role(carried.key, circle.id, facts)
        carried = replace(carried, value=_day_of(carried, facts))
    if carried.what in (Carries.JOIN, Carries.LEAVE) and facts.people.present(carried.person) is None:
        raise Unknown(field="person", what=f"member {carried.person}", hint=" /circle members shows who sits where.")
    pressed = Actor.policy("proposal.adopted")
    try:
        events = decide_circles(command_of(carried), facts.circles, CircleFacts(pressed, facts.people, facts.now))
    except Invalid as refusal:
        field, fix = {Carries.ROLE: "person"}.get(carried.what, refusal.field), refusal.fields["fix"]
        if carried.what is Carries.RULE:
            field, fix = "value", "Change it and send it again."
        raise Invalid(field=field, problem=refusal.fields["problem"], fix=fix) from None
    if not events:
        problem = f"That is so in {circle.name} already, and there is nothing to decide."
        raise Invalid(problem=problem, fix=f"Look with /circle show {circle.id} what could be changed.")
    if carried.what is Carries.RULE:
        return Carried(carried.what, carried.circle, carried.key, canonical(carried.key, carried.value))
    return carried


def _require_role(role: str, circle: CircleId, facts: ProposalFacts) -> None:
    here = facts.circles.circles[circle]
    if role not in (*FOUR_ROLES, *here.roles):
        known = ", ".join(dict.fromkeys((*FOUR_ROLES, *here.roles)))
        raise Invalid(field="role", problem=f"{here.name} has no role {role}.", fix=f"There are: {known}.")
    parent = facts.circles.open(here.parent) if here.parent else None
    if role == LEAD and parent is not None:
        raise LeadOfBoth(field="role", circle=here.name, parent=parent.name)


def _day_of(carried: Carried, facts: ProposalFacts) -> str:
    """The day on which a term ends that is proposed; a length counts from now, so that all consent to the same day."""
    if not carried.value:
        return ""
    if carried.person is None:
        raise Invalid(field="until", problem="A vacant role has no term.", fix="Name who holds it, or leave this out.")
    if ":" in carried.value:
        raise Invalid(field="until", problem="A term ends when a day begins.", fix="Name the day without a time.")
    zone, rules = facts.circles.zone_of(carried.circle), facts.circles.policy_of(carried.circle)
    try:
        ends = instant_of(carried.value, facts.now, zone, rules.day_starts)
    except ValueError as reason:
        raise Invalid(field="until", problem=f"{reason}.", fix="Write the day on which the term ends.") from None
    day = local_date(ends, zone)
    if day <= local_date(facts.now, zone):
        raise Invalid(
            field="until", problem=f"{day_said(day.isoformat())} is no day that lies ahead.", fix="Name a later one."
        )
    return day.isoformat()


def titled(carried: Carried, facts: ProposalFacts) -> str:
    """A title for what is carried, where the proposer gave none."""
    circle = facts.circles.circles[carried.circle].name
    match carried.what:
        case Carries.ROLE:
            return f"{_name(carried, facts)} as {carried.key} of {circle}{carried.until_said}"
        case Carries.RULE:
            return f"Rule {carried.key} of {circle}: {carried.value}"
        case Carries.JOIN:
            return f"{_name(carried, facts)} joins {circle}"
        case Carries.LEAVE:
            return f"{_name(carried, facts)} leaves {circle}"
        case Carries.ITEM:
            return f"{carried.key} {carried.value}"
        case _:
            assert_never(carried.what)


def worded(carried: Carried, facts: ProposalFacts) -> str:
    """The text of a proposal that is no more than what it carries."""
    circle = facts.circles.circles[carried.circle].name
    match carried.what:
        case Carries.ROLE:
            return f"{_name(carried, facts)} holds the role of {carried.key} of {circle}{carried.until_said}."
        case Carries.RULE:
            return f"The rule {carried.key} of {circle} is {carried.value} from now on."
        case Carries.JOIN:
            return f"{_name(carried, facts)} becomes a member of {circle}."
        case Carries.LEAVE:
            return f"{_name(carried, facts)} is no member of {circle} any more."
        case Carries.ITEM:
            return f"{carried.key} {carried.value}."
        case _:
            assert_never(carried.what)


def _name(carried: Carried, facts: ProposalFacts) -> str:
    known = facts.people.persons.get(carried.person) if carried.person else None
    return known.name if known else "Nobody"


def note_undone(command: NoteUndone, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """It is adopted, and this of what it carried is not done; whoever facilitates is told."""
    if command.number in state.undone:
        return ()
    able = facilitators(state, facts.circles, facts.people, facts.now)
    return (CarriedUndone(number=command.number, why=command.why, told=able[0] if able else None),)


@dataclass(frozen=True, slots=True)
class _ByIdAlone:
    """Names nobody: what is kept for ever names people by their id."""

    zone: str = "UTC"

    def name(self, person: PersonId) -> str:
        """The id."""
        return person


def why_not(refusal: Refusal) -> str:
    """A refusal as it is recorded."""
    return plain_text(say(refusal.template, **refusal.fields), _ByIdAlone())
