"""What people see of the parts of a request: what each waits for, the reports handed in, and what is said of them."""

from collections.abc import Iterator

from governance_core.budgets.cards import amount
from governance_core.budgets.parts_messages import PartsReleased, ReportAccepted, ReportHandedIn, ReportRefused
from governance_core.budgets.parts_model import Part, Report, Verdict, Waits
from governance_core.budgets.parts_reading import report_named
from governance_core.budgets.parts_rules import dated_parts, waiting_parts, waiting_reports
from governance_core.budgets.request_model import Request, Standing
from governance_core.cards.card import Button, Entry, Listing, Press, Quote
from governance_core.cards.plain import one_line
from governance_core.cards.text import Link, Mention, Text, When, listed, people, text
from governance_core.circles.model import Circle
from governance_core.kernel.ids import StreamId

WORDS_LIMIT = 200
_SAID = {
    Verdict.WAITS: "waits to be accepted",
    Verdict.ACCEPTED: "accepted",
    Verdict.REFUSED: "not accepted",
    Verdict.REPLACED: "replaced by a later one",
}


def parts_listed(stream: StreamId, state: Request) -> Iterator[Listing | Quote]:
    """Each part with what it waits for, and each report that was not replaced."""
    parts = state.content.parts
    if parts:
        entries = tuple(_line(stream, number, one, state) for number, one in enumerate(parts, 1))
        yield Listing(entries, title="Parts")
    for number, report in enumerate(state.reports, 1):
        if report.verdict is not Verdict.REPLACED:
            yield Quote(f"Report {number}, for part {report.part} ({_said(report)})", report.words, by=_by(report))


def _said(report: Report) -> str:
    why = f": {one_line(report.reason, WORDS_LIMIT)}" if report.reason else ""
    where = f" in {report.proposal}" if report.proposal and report.verdict is Verdict.WAITS else ""
    return _SAID[report.verdict] + where + why


def _by(report: Report) -> Text:
    return (Mention(report.by),)


def _line(stream: StreamId, number: int, part: Part, state: Request) -> Entry:
    words = text(f"{number} · ", amount(part.minor, state.content.of), " · ", *_waits(number, part, state))
    hands_in = state.standing is Standing.APPROVED and number in waiting_parts(state)
    press = Press(stream, state.version, "report-request", str(number))
    return Entry(words, "", Button(f"Hand in the report for part {number}", press) if hands_in else None)


def _waits(number: int, part: Part, state: Request) -> Text:
    if number in state.released:
        return ("paid" if number in _paid(state) else "can be paid",)
    match part.waits:
        case Waits.DATE:
            return text("from ", When(part.on, "date") if part.on else "a date")
        case Waits.REPORT:
            return (f"once this is accepted: {one_line(report_named(state.content.part_words, number), 80)}",)
        case Waits.NOTHING:
            return ("once it is approved",)


def _paid(state: Request) -> set[int]:
    """The released parts that the payments so far cover, in the order in which they were released."""
    left, covered = state.paid, set()
    for number in state.released:
        left -= state.content.parts[number - 1].minor
        if left >= 0:
            covered.add(number)
    return covered


def report_buttons(stream: StreamId, state: Request) -> list[Button]:
    """What those who approve press on a report that waits."""
    found: list[Button] = []
    for number in waiting_reports(state):
        part, proposal = state.reports[number - 1].part, state.reports[number - 1].proposal
        if proposal:
            found.append(Button(f"Answer {proposal}", Press(proposal, 0, "show")))
            continue
        asked = f"Accept report {number}? Part {part} of {stream} can be paid then."
        found.append(
            Button(f"Accept report {number}", Press(stream, state.version, "accept-report", str(number)), asked)
        )
        found.append(Button(f"Refuse report {number}", Press(stream, state.version, "refuse-report", str(number))))
    return found


def parts_next(state: Request) -> Text:
    """What comes next of an approved request in parts."""
    payable = amount(state.payable, state.content.of) if state.payable else "Nothing"
    waiting, dates = [str(number) for number in waiting_parts(state)], [on for _, on in dated_parts(state)]
    one = len(waiting) == 1
    said = f" follow{'s' * one} once {'its report is' if one else 'their reports are'} accepted."
    reports = text(f" Part{'' if one else 's'} ", listed(waiting), said) if waiting else ()
    dated = text(" The next date is ", When(min(dates), "date"), ".") if dates else ()
    return text(payable, " of it can be paid now.", reports, dated)


def said_of_parts(which: Text, event: object, state: Request) -> Text:
    """What is said of something that happened to a part."""
    match event:
        case PartsReleased(parts=parts):
            minor = sum(state.content.parts[number - 1].minor for number in parts)
            named = listed([str(number) for number in parts])
            word = "part " if len(parts) == 1 else "parts "
            return text(which, f": {word}", named, " of ", amount(minor, state.content.of), " can be paid now.")
        case ReportHandedIn(person=person, part=part, asked=asked, number=number):
            proposal = state.reports[number - 1].proposal
            called = one_line(report_named(state.content.part_words, part), 80)
            waits = text(" It waits for ", people(asked, "or"), " to accept it.") if asked else text()
            waits = text(" The circle decides on it in ", Link(proposal, proposal), ".") if proposal else waits
            return text(which, ": ", Mention(person), f" handed in the {called} for part {part}.", waits)
        case ReportAccepted(number=number, person=person, final=final):
            more = "" if final else " It needs another one to accept it."
            by = text(" by ", Mention(person)) if person else text()
            return text(which, f": report {number} is accepted", by, f".{more}")
        case ReportRefused(number=number, person=person, reason=reason, because=because):
            by = text(" by ", Mention(person)) if person and not because else text()
            ours = f", as {because}." if because else "."
            why = f": “{one_line(reason, WORDS_LIMIT)}”." if reason else ours
            return text(which, f": report {number} is not accepted", by, why, " Another one can be handed in.")
        case _:
            return ()


def report_entry(stream: StreamId, number: int, state: Request, circle: Circle) -> Entry:
    """A line about a report that waits for somebody."""
    report = state.reports[number - 1]
    called = one_line(report_named(state.content.part_words, report.part), 60)
    part = amount(state.content.parts[report.part - 1].minor, state.content.of)
    words = text(f"{stream} · {called} for part {report.part} (", part, f") · {circle.name} · ", Mention(report.by))
    return Entry(words, stream, Button("Open", Press(stream, state.version, "request")), since=report.at)


def handing_in_entry(stream: StreamId, part: int, state: Request, circle: Circle) -> Entry:
    """A line about a report that somebody is to hand in."""
    called = one_line(report_named(state.content.part_words, part), 60)
    held = amount(state.content.parts[part - 1].minor, state.content.of)
    words = text(f"{stream} · your {called}, for part {part} of ", held, f" · {circle.name}")
    press = Press(stream, state.version, "report-request", str(part))
    return Entry(words, stream, Button("Hand in the report", press), since=state.settled_at)
