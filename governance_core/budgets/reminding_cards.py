"""What people see of a reminder to approve a request: in its circle's place, or one of them alone."""

from collections.abc import Iterator, Sequence

from governance_core.budgets.reminding_messages import ApproversReminded
from governance_core.budgets.request_cards import deciding, named
from governance_core.budgets.request_model import Request
from governance_core.cards.card import Block, Button, Buttons, Card, Note, Paragraph, Press
from governance_core.cards.text import Text, When, people, text
from governance_core.feature import Home, Notice
from governance_core.kernel.ids import PersonId, StreamId


def notices(event: ApproversReminded, state: Request) -> Iterator[Notice]:
    """Each in the circle's place, or alone where they asked for that or have no seat there, and never in both."""
    if any(person not in event.direct for person in event.persons):
        yield Notice(Home(state.circle), "reminder")
    for person, platform in event.direct.items():
        yield Notice(person, "reminder", platform)


def reminder(
    stream: StreamId,
    event: ApproversReminded,
    state: Request,
    able: Sequence[PersonId],
    viewer: PersonId | None,
    zone: str,
) -> Card | None:
    """What they are told; nothing to whoever approved meanwhile, or could not any more."""
    waits = [one for one in event.persons if one in able and one not in state.approvals]
    told = [one for one in waits if (one == viewer if viewer else one not in event.direct)]
    if not state.is_open or state.terms is None or not told:
        return None
    whom: Text = ("It waits",) if viewer else text(people(told, ping=True), ": this waits")
    lapses = text(" for your approval, and lapses ", When(state.terms.lapses_at, "date"), ": ")
    said = text(whom, lapses, named(stream, state), ".")
    open_it = Button("Open", Press(stream, state.version, "request"))
    blocks: list[Block] = [Paragraph(said), Buttons((*deciding(stream, state), open_it))]
    if viewer and event.direct.get(viewer):
        blocks.append(Note(("You asked for reminders as direct messages; /me settings changes that.",)))
    return Card(stream, tuple(blocks), said, state.version, zone, private=viewer is not None)
