"""Who may do what with a shared thing, which loan is meant, and the refusals that say so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from governance_core.cards.text import Text, people
from governance_core.circles.model import Circle, Circles
from governance_core.kernel.acting import acting
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.people.model import People
from governance_core.things.keeping import asked_first, keepers, may_borrow
from governance_core.things.model import Loan, Standing, Thing


@dataclass(frozen=True, slots=True)
class ThingFacts:
    """The instant (UTC), who acts on which thing, and the circles and people as they are in this transaction."""

    now: datetime
    by: Actor
    stream: StreamId
    circles: Circles
    people: People

    @property
    def me(self) -> PersonId:
        """The person who acts. Raises NotAllowed where there is none."""
        return acting(self.by)

    def keepers(self, circle: CircleId, but: PersonId | None = None) -> tuple[PersonId, ...]:
        """Who lends the things of a circle; nobody lends to themselves where somebody else can."""
        return keepers(circle, self.circles, self.people, but)

    def asked(self, circle: CircleId, but: PersonId | None = None) -> tuple[PersonId, ...]:
        """Whom it is waited for."""
        return asked_first(circle, self.circles, self.people, but)


class NotFree(Refusal):
    """No double booking, ever."""

    code = "not_free"
    template = "{ref} ({name}) {free}, {span}: {taken}. {next}"


class NotBack(Refusal):
    """What is not there cannot be handed out."""

    code = "not_back"
    template = "{ref} ({name}) cannot be handed out now: {why}. {next}"


class TooLong(Refusal):
    """The keepers say for how long a thing is lent."""

    code = "too_long"
    template = "{ref} ({name}) is lent for {longest} at most. Choose an earlier end, or ask {who} to change that."


class StillLent(Refusal):
    """What somebody has is not retired or given away."""

    code = "still_lent"
    template = "{ref} ({name}) is with {who}, so it cannot be {done}. Wait until it is back; /share return says that."


class FewerThanLent(Refusal):
    """What is promised stays promised."""

    code = "fewer_than_lent"
    template = (
        "{most} of {ref} ({name}) are lent or booked at the same time, so there cannot be {wanted}. "
        "Ask a borrower to cancel first, or give a higher number."
    )


class TooManyLoans(Refusal):
    """One person cannot book everything."""

    code = "too_many_loans"
    template = (
        "You have {count} loans of {ref} ({name}) already. Cancel one with /share cancel before you ask for more."
    )


class OwnLoan(Refusal):
    """Somebody else accepts what a keeper asks for."""

    code = "own_loan"
    template = "You cannot {do}: it is for yourself. Ask {who} to."


def require_there(state: Thing, facts: ThingFacts) -> None:
    """Raise Closed once it is retired."""
    if state.retired:
        raise Closed(ref=facts.stream, outcome="retired", next="/share list shows what can be borrowed.")


def require_circle(wanted: CircleId, facts: ThingFacts) -> Circle:
    """The open circle, as far as whoever acts may know of it. Raises Unknown."""
    circle = facts.circles.open(wanted)
    if circle is None or not facts.circles.may_see(facts.me, wanted):
        raise Unknown(field="circle", what=f"circle {wanted}", hint=" /circle list shows those you can see.")
    return circle


def require_keeper(circle: CircleId, facts: ThingFacts, do: str) -> PersonId:
    """Raise NotAllowed, naming who can."""
    able = facts.keepers(circle)
    if facts.me not in able:
        next_step = "Ask them to." if able else "Ask an admin to name a keeper or a lead in the config."
        raise NotAllowed(who=people(able, "or") if able else ("a keeper",), do=do, next=next_step)
    return facts.me


def require_borrower(state: Thing, facts: ThingFacts) -> PersonId:
    """Raise NotAllowed unless it is lent to whoever acts."""
    if not may_borrow(facts.me, state, facts.circles):
        name = facts.circles.circles[state.circle].name
        how = f"/circle show {facts.circles.handle(state.circle)} shows who sits there; ask one of them."
        raise NotAllowed(who=f"members of {name}", do=f"borrow {facts.stream}", next=how)
    return facts.me


def require_party(state: Thing, loan: Loan, facts: ThingFacts, do: str) -> PersonId:
    """Raise NotAllowed unless whoever acts is the borrower, or keeps the thing."""
    able = tuple(dict.fromkeys((loan.borrower, *facts.keepers(state.circle))))
    if facts.me not in able:
        raise NotAllowed(who=people(able, "or"), do=do, next="Ask them to.")
    return facts.me


def require_decider(state: Thing, loan: Loan, facts: ThingFacts, do: str) -> PersonId:
    """Raise OwnLoan or NotAllowed unless whoever acts keeps the thing, not for themselves where others keep it too."""
    others = facts.keepers(state.circle, loan.borrower)
    able = others or facts.keepers(state.circle)
    if facts.me == loan.borrower and others:
        raise OwnLoan(do=do, who=people(able, "or"))
    if facts.me not in able:
        raise NotAllowed(who=people(able, "or"), do=do, next="Ask them to.")
    return facts.me


def the_loan(typed: str, state: Thing, facts: ThingFacts, fits: Callable[[Loan], bool], what: str) -> Loan | Standing:
    """The loan that is meant, or how it ended. Raises Invalid or Unknown.

    Without a number it is the only one that `fits`; where none does, the only one there is, so that what is in its way
    can be said.
    """
    number = typed.strip().lstrip("#").removeprefix("loan").strip()
    if number:
        return _numbered(number, state, facts)
    known = list(state.loans.values())
    found = [one for one in known if fits(one)] or (known if len(known) == 1 else [])
    mine = [one for one in found if one.borrower == facts.by.person]
    if len(found) == 1 or len(mine) == 1:
        return (mine or found)[0]
    if not found:
        raise Invalid(field="loan", problem=f"There is no loan of {facts.stream} {what}.", fix=_look(facts.stream))
    which = ", ".join(str(one.number) for one in found[:10])
    raise Invalid(field="loan", problem=f"Several loans of {facts.stream} could be meant.", fix=f"Say which: {which}.")


def _numbered(number: str, state: Thing, facts: ThingFacts) -> Loan | Standing:
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
    if wanted in state.loans:
        return state.loans[wanted]
    ended = dict(state.over).get(wanted)
    if ended is None:
        hint = f" /share show {facts.stream} shows those there are."
        raise Unknown(field="loan", what=f"loan {number[:20]} of {facts.stream}", hint=hint)
    return ended


def _look(stream: StreamId) -> str:
    return f"Look at its calendar with /share show {stream}."


def over(how: Standing, stream: StreamId) -> Closed:
    """A loan that is over cannot be changed."""
    return Closed(ref=f"That loan of {stream}", outcome=str(how), next="You can ask anew with /share request.")


def named(persons: Sequence[PersonId]) -> Text:
    """`Ana or Ben`."""
    return people(persons, "or")
