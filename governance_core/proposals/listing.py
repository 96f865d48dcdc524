"""Lists of proposals by the page, which goes on where the one before ended; and what somebody answered in rounds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from governance_core.answered import Answer, Answered
from governance_core.cards.card import Button, Buttons, Card, Entry, Heading, Listing, Press
from governance_core.cards.plain import OLDER, labelled
from governance_core.cards.text import When, text
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, PersonId
from governance_core.ports import Reader
from governance_core.proposals.messages import ListProposals
from governance_core.proposals.model import OPEN_STAGES, Stage
from governance_core.proposals.objections_model import AnswerKind
from governance_core.proposals.reading import Listed, ProposalRow, ReadsProposals

PAGE = 10
_APART = ";"
AWAITED = "an objection waits for your word"
_PAGE_GONE = "such page any more"
_SAID: Mapping[str, str] = {
    AnswerKind.CONCERN: "consent with concern",
    AnswerKind.STAND_ASIDE: "stand aside",
    AnswerKind.KEPT: "objection, kept as a concern",
}


def listed(query: ListProposals, by: Actor, reader: Reader) -> Card:
    """Proposals, open ones first. Raises Unknown for a state, or a page, that is none."""
    circles: Circles = reader.state(CIRCLES)
    state, mine, after = _page(query)
    wanted = [one.id for one in circles.visible(by.person) if query.circle in (None, one.id)]
    rows = reader.half(ReadsProposals).listed(wanted, _states(state), by.person if mine else None, PAGE + 1, after)
    title = f"Proposals{f' in {circles.circles[query.circle].name}' if query.circle else ''}"
    shown = rows[:PAGE]
    older = Press(query.circle or "", 0, "proposals", _argument(state, mine, shown[-1])) if rows[PAGE:] else None
    rest = (Buttons((Button(OLDER, older),)),) if older else ()
    entries = tuple(entry(row, circles) for row in shown)
    listing = Listing(entries, empty="None. Put one to your circle with /proposal create.")
    return Card("proposals", (Heading((title,)), listing, *rest), (f"{title}.",), private=True)


def _page(query: ListProposals) -> tuple[str | None, bool, Listed | None]:
    """What is listed and from where on; a button for a page says both."""
    if not query.page:
        return query.state, query.mine, None
    parts = query.page.split(_APART)
    if len(parts) != 4 or not (parts[3].isascii() and parts[3].isdigit() and len(parts[3]) < 19):
        raise Unknown(what=_PAGE_GONE, hint=" Open the list again.")
    state, mine, part, number = parts
    return state or None, mine == "mine", Listed(part == "open", int(number))


def _argument(state: str | None, mine: bool, last: ProposalRow) -> str:
    part = "open" if last.stage in [str(stage) for stage in OPEN_STAGES] else "ended"
    known = (state or "").strip().lower()
    return _APART.join((known, "mine" if mine else "", part, last.id.rpartition("-")[2]))


def _states(typed: str | None) -> Sequence[str]:
    if typed is None:
        return ()
    wanted = typed.strip().lower()
    known = [str(stage) for stage in Stage if stage is not Stage.NOTHING]
    if wanted != "open" and wanted not in known:
        raise Unknown(field="state", what=f"state {typed}", hint=f" There are: open, {', '.join(known)}.")
    return [str(stage) for stage in OPEN_STAGES] if wanted == "open" else [wanted]


def waiting_entry(row: ProposalRow, circles: Circles) -> Entry:
    """A line for whom it waits: an objection wants a word of theirs, where a list says only that there is one."""
    return entry(replace(row, stage=AWAITED) if row.stage == Stage.OBJECTED else row, circles)


def entry(row: ProposalRow, circles: Circles) -> Entry:
    closes = text(", closes ", When(row.deadline)) if row.deadline else ()
    where = circles.circles[row.circle].name
    line = text(f"{row.id} · {labelled(row.title, row.practice)} · {where} · {row.stage}", closes)
    return Entry(line, row.id, Button("Open", Press(row.id, row.version, "show")), row.opened_at, row.deadline)


def answered(person: PersonId, most: int, before: Answered | None, reader: Reader) -> Sequence[Answer]:
    """What somebody answered in rounds, in words."""
    found = reader.half(ReadsProposals).answers_of(person, most, before)
    return [replace(one, said=_SAID.get(one.said, one.said)) for one in found]
