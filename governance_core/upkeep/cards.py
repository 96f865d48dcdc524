"""What people see of upkeep: what is wrong and how to mend it, what the config file changes, what came of it."""

from collections.abc import Iterable, Sequence

from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Heading, Listing, Note, Paragraph, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Bold, Mention, Text, When, count, text
from governance_core.caretaker import Audited, Checkup, Finding, Planned
from governance_core.kernel.ids import item_id
from governance_core.kernel.message import Event
from governance_core.upkeep.messages import ConfigApplied, ConfigRefused
from governance_core.upkeep.model import Unshown

MOST_FINDINGS, MOST_UNSHOWN, MOST_CHANGES = 12, 8, 25
DOCTOR = "doctor"


def doctor_card(checkups: Sequence[Checkup], unshown: Sequence[tuple[Unshown, bool]]) -> Card:
    """What is wrong and what to do; what could not be shown, each with its button. `bool`: may its item be named?"""
    wrong = [one for checkup in checkups for one in checkup.findings if one.problem]
    status = count(len(wrong) + len(unshown), "thing") + " to mend" if wrong or unshown else "all is well"
    blocks: list[Block] = [Heading(("How the bot is",), status)]
    if wrong:
        entries = tuple(Entry(_finding(one)) for one in wrong[:MOST_FINDINGS])
        blocks.append(Listing(entries, "To mend", more=len(wrong) - len(entries)))
    if unshown:
        lines = tuple(_unshown_entry(one, named) for one, named in unshown[:MOST_UNSHOWN])
        blocks.append(Listing(lines, "Could not be shown", more=len(unshown) - len(lines)))
    blocks.extend(_looked_at(checkups))
    return Card(DOCTOR, tuple(blocks), text("How the bot is: ", status, "."), private=True)


def _finding(finding: Finding) -> Text:
    return text(Bold(finding.subject), f": {finding.problem}. ", finding.fix)


def _looked_at(checkups: Sequence[Checkup]) -> Iterable[Block]:
    for checkup in checkups:
        well = [f"{one.subject} ({one.seen})" if one.seen else one.subject for one in checkup.findings]
        good = [said for said, one in zip(well, checkup.findings, strict=True) if not one.problem]
        yield Note(text("In order (", checkup.of, ", ", When(checkup.at), f"): {', '.join(good) or 'nothing'}."))
    if not checkups:
        yield Note(("Nobody looks after the program here; in the shell, circlet doctor does.",))


def _unshown_entry(one: Unshown, named: bool) -> Entry:
    button = Button("Post again", Press("", 0, "post-again", one.mark))
    return Entry(text(what(one, named), ": ", one_line(one.why, 200), "."), button=button)


def what(one: Unshown, named: bool) -> Text:
    """Which item, and where it belongs; an item of a private circle has no name to those without a seat."""
    ref = str(one.posting.ref)
    item = ref if named and item_id(ref) else ""
    platform = f" on {one.posting.platform.capitalize()}"
    if one.person is not None:
        return text("a message to ", Mention(one.person), " about " if item else "", item, platform)
    kind = "the card of " if one.posting.kind == "card" else "news of "
    of = item or "something private"
    return text(kind, of, f" in {one.where}’s home", platform)


def hint(unshown: Sequence[Unshown], may: bool, able: Text) -> tuple[Block, ...]:
    """Below an item that somebody looks up: its card could not be shown where it belongs."""
    words = text("Its card is not to be seen in ", _places(unshown), f": {one_line(unshown[0].why, 200)}.")
    if not may:
        return (Note(text(words, " ", able, " can post it again.")),)
    return Note(words), Buttons(tuple(_again(one, len(unshown) > 1) for one in unshown))


def _again(one: Unshown, several: bool) -> Button:
    label = f"Post again on {one.posting.platform.capitalize()}" if several else "Post again"
    return Button(label, Press("", 0, "post-again", one.mark))


def _places(unshown: Sequence[Unshown]) -> str:
    return " and ".join(f"{one.where}’s home on {one.posting.platform.capitalize()}" for one in unshown)


def plan_card(planned: Planned, heading: str) -> Card:
    """What the file changes, what was changed in the chat since, and the button that carries it out."""
    status = count(len(planned.changes), "change") if planned.changes else "nothing to change"
    blocks: list[Block] = [Heading((heading,), status)]
    if planned.changes:
        blocks.append(_lines(planned.changes, f"What {planned.name} changes"))
    else:
        blocks.append(Paragraph((f"{planned.name} says what is in force already.",)))
    if planned.drift:
        blocks.append(_lines(planned.drift, "Changed in the chat since; it stays as it is"))
    if planned.changes:
        confirm = f"{count(len(planned.changes), 'change')}, all of them or none. Carry them out?"
        press = Press("", 0, "apply-config", planned.key)
        blocks.append(Buttons((Button(f"Apply {count(len(planned.changes), 'change')}", press, confirm),)))
    return Card("plan", tuple(blocks), text(f"{planned.name}: {status}."), private=True)


def refused_card(event: ConfigRefused) -> Card:
    """What admins are told of a file that was read again and is not carried out."""
    words = text(
        f"{event.name} was read again and not carried out: {count(event.problems, 'thing')} to be mended first. "
        "What was applied before stays in force. Only the admins hear of this."
    )
    button = Buttons((Button("What is wrong", Press("", 0, "plan-config")),))
    return Card("plan", (Paragraph(words), button), words, private=True)


def _lines(lines: Sequence[str], title: str) -> Listing:
    shown = lines[:MOST_CHANGES]
    return Listing(tuple(Entry((line,)) for line in shown), title, more=len(lines) - len(shown))


def audit_card(audited: Audited | None) -> Card:
    """Whether what is kept is what was recorded."""
    if audited is None:
        return _told("It cannot be checked from here; in the shell, circlet audit does.")
    status = "something is wrong" if audited.wrong else "clean"
    blocks: list[Block] = [Heading(("Audit",), status), Paragraph((audited.summary,))]
    if audited.wrong:
        blocks.append(_lines(audited.wrong, "What does not fit"))
        blocks.append(Note(("Stop the bot, keep a copy of the store, and compare it with a backup.",)))
    if audited.sealed:
        blocks.append(Note((f"Last checkpoint: {audited.sealed}",)))
        blocks.append(Note(("Write it down elsewhere; circlet audit --against it says later whether it still holds.",)))
    return Card("audit", tuple(blocks), text(f"Audit: {status}."), private=True)


def export_card(command: str) -> Card:
    """How everything is taken out."""
    blocks = (
        Heading(("Export",)),
        Paragraph(("Everything that is recorded, private circles too, is written from the shell of the machine:",)),
        Paragraph((command,)),
        Note(("It is not sent into the chat, where it would stay. It can be verified without this program.",)),
    )
    return Card("export", blocks, ("Export, from the shell.",), private=True)


def receipt_card(events: tuple[Event, ...], planned: Planned | None) -> Card:
    """What the one who pressed is told."""
    if not events:
        return _told("It was so already; nothing changed.")
    if isinstance(events[0], ConfigApplied):
        changes = count(events[0].changes, "change")
        blocks: tuple[Block, ...] = (Paragraph((f"Carried out: {changes}.",)),)
        if planned is not None:
            blocks = (*blocks, _lines(planned.changes, ""))
        return Card("plan", blocks, (f"Carried out: {changes}.",), private=True, tone="done")
    return _told("It is shown again in a moment: edited where it stands, posted anew where it was deleted.")


def _told(words: str) -> Card:
    return Card(DOCTOR, (Paragraph((words,)),), (words,), private=True, tone="done")
