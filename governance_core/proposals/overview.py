"""What goes on in the circles of one person: how much is open, closing soon and blocked in each."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from governance_core.cards.card import Button, Card, Entry, Heading, Listing, Press
from governance_core.circles.model import CIRCLES, FOUR_ROLES, Circle, Circles
from governance_core.kernel.ids import Actor, CircleId, PersonId
from governance_core.ports import Reader
from governance_core.proposals.messages import MyCircles
from governance_core.proposals.model import OPEN_STAGES, Stage
from governance_core.proposals.reading import ProposalRow, ReadsProposals

SOON = timedelta(hours=24)
MOST_COUNTED = 500
NONE_YET = "You sit in no circle yet. /circle list shows those you can see; a circle's secretary adds members."


def my_circles(query: MyCircles, by: Actor, reader: Reader) -> Card:
    """The circles the viewer sits in, a line each."""
    circles: Circles = reader.state(CIRCLES)
    mine = [one for one in circles.alive() if circles.sits_in(by.person, one.id)]
    rows = reader.half(ReadsProposals).listed(
        [one.id for one in mine], [str(stage) for stage in OPEN_STAGES], None, MOST_COUNTED
    )
    entries = tuple(
        Entry((f"{one.name} · {_counts(one.id, rows, reader.now)}",), one.id, _way(one, by.person)) for one in mine
    )
    blocks = (Heading(("Your circles",)), Listing(entries, empty=NONE_YET))
    return Card("circles", blocks, ("Your circles.",), private=True)


def _way(circle: Circle, person: PersonId | None) -> Button:
    """To its digest for those who answer for it; the others see the circle."""
    answers = person is not None and person in [circle.roles.get(role) for role in FOUR_ROLES]
    return Button("Digest", Press(circle.id, 0, "digest")) if answers else Button("Open", Press(circle.id, 0, "circle"))


def _counts(circle: CircleId, rows: Sequence[ProposalRow], now: datetime) -> str:
    here = [row for row in rows if row.circle == circle]
    return ", ".join(_counted(here, now)) or "nothing open"


def _counted(rows: Sequence[ProposalRow], now: datetime) -> Iterator[str]:
    closing = sum(row.deadline is not None and row.deadline - now <= SOON for row in rows)
    blocked = sum(row.stage == Stage.OBJECTED for row in rows)
    if rows:
        yield f"{len(rows)} open"
    if closing:
        yield f"{closing} closing within a day"
    if blocked:
        yield f"{blocked} blocked by an objection"
