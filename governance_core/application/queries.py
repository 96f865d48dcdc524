"""Looking things up: the one way every query is answered, and the hub that belongs to no feature (help, inbox)."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from governance_core.application.answers import MyAnswers, answers_card
from governance_core.application.calendar import CircleCalendar, MyCalendar, circle_calendar, my_calendar
from governance_core.application.exporting import ExportCircle, export
from governance_core.application.helping import Help, help_card
from governance_core.application.identity import identified, require_set_up
from governance_core.application.inbox import inbox_card
from governance_core.application.money_waiting import money_for_me
from governance_core.application.picking import items
from governance_core.budgets.statement_messages import RequestsForMe
from governance_core.cards.card import Block, Buttons, Card, Facts, Paragraph
from governance_core.cards.form import ANY_CIRCLE, Hidden, Lookup, Option, Question
from governance_core.cards.text import Text, say
from governance_core.caretaker import Caretaker
from governance_core.circles.messages import ShowCircle
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature, Features, not_there
from governance_core.kernel.decider import Decider
from governance_core.kernel.errors import Refusal, Stale, Unknown, Unlinked
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId, item_id
from governance_core.kernel.message import Menu, Query, ask, message
from governance_core.ports import Reader
from governance_core.upkeep.feature import hints


@message(
    "me.inbox",
    "What waits for you",
    path="me inbox",
    action="inbox",
    argument="page",
    example="/me inbox",
    menus=(Menu("My governance inbox", "everywhere"),),
)
class Inbox(Query):
    """Everything that waits for the viewer, the oldest first, with one thing to press each."""

    page: str = ask(Question(Hidden()), default="")


@message("item.show", "Any item by its id", path="show", action="item", title="Show an item", example="/show P-1")
class ShowItem(Query):
    """A proposal, an agreement or whatever else has an id."""

    id: StreamId = ask(Question(Lookup("item"), "Id"))


def answer(query: Query, by: Actor, reader: Reader, features: Features) -> Card:
    """The card that answers a query, as this actor may see it. Raises Unknown for what is not there for them.

    Raises NotSetUp for what needs a member where there can be none yet.
    """
    by = identified(by, reader)
    _require_circle(query, by, reader)
    try:
        card = features.of_query(type(query)).queries[type(query)](query, by, reader)
    except Unlinked:
        require_set_up(reader)
        raise
    if isinstance(query, ShowCircle):
        return _with_its_items(card, query.circle, reader, features)
    item = item_id(card.ref)
    more = hints(item, by, features, reader) if item else ()
    return replace(card, blocks=(*card.blocks, *more)) if more else card


def _with_its_items(card: Card, circle: CircleId, reader: Reader, features: Features) -> Card:
    """The card of a circle with what features tell of their items there, before what can be pressed."""
    told = tuple(fact for feature in features.all for fact in feature.of_circle(circle, reader))
    return replace(card, blocks=(*card.blocks[:-1], Facts(told), card.blocks[-1])) if told else card


def _require_circle(query: Query, by: Actor, reader: Reader) -> None:
    """Whatever a query wants to know of a circle, the person must be able to see that circle. Raises Unknown."""
    circle: CircleId | None = getattr(query, "circle", None)
    circles: Circles = reader.state(CIRCLES)
    gone = circle is not None and circles.open(circle) is None and not _reads_closed(type(query))
    if circle is not None and (gone or not circles.may_see(by.person, circle)):
        raise Unknown(field="circle", what=f"circle {circle}", hint=" /circle list shows those you can see.")


def _reads_closed(query: type[Query]) -> bool:
    """Whether it may be asked of a circle that is closed: its question takes any there was."""
    asked = next((one.metadata.get("ask") for one in fields(query) if one.name == "circle"), None)  # type: ignore[arg-type]
    return asked is not None and asked.kind == Lookup(ANY_CIRCLE)


def show(stream: StreamId, by: Actor, reader: Reader, features: Features) -> Card:
    """The card of any item, as this actor may see it. Raises Unknown."""
    feature = features.of_stream(stream)
    if feature is None or feature.card is None or not reader.version(stream):
        raise not_there(stream)
    state, person = reader.state(stream), identified(by, reader).person
    feature.require_seen(stream, state, person, reader)
    return feature.card(stream, state, reader, person)


def refusal_words(refusal: Refusal) -> Text:
    """What, why and what to do next."""
    return say(refusal.template, **refusal.fields)


def refusal_card(refusal: Refusal, stream: StreamId | None, by: Actor, reader: Reader, features: Features) -> Card:
    """A refusal as a card: words, what belongs to them, and after a stale press the buttons of the version in force."""
    summary = refusal_words(refusal)
    blocks: list[Block] = [Paragraph(summary)]
    blocks.extend(block for block in refusal.shows if isinstance(block, Block))
    if isinstance(refusal, Stale) and stream is not None:
        current = show(stream, by, reader, features)
        blocks.extend(block for block in current.blocks if isinstance(block, Buttons))
    return Card(ref=stream or "", blocks=tuple(blocks), summary=summary, private=True, tone="refusal")


def hub(features: Sequence[Feature[Any, Any]], caretaker: Caretaker) -> Feature[Any, Any]:
    """The queries that gather from all features; `caretaker` knows where calendars are served."""
    gathered = tuple(features)

    def inbox(query: Inbox, by: Actor, reader: Reader) -> Card:
        return inbox_card(require_person(by), query.page, gathered, reader)

    def my_answers(query: MyAnswers, by: Actor, reader: Reader) -> Card:
        return answers_card(by.person, query.page, gathered, reader)

    def show_item(query: ShowItem, by: Actor, reader: Reader) -> Card:
        return show(query.id, by, reader, known)

    def of_any_kind(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
        return items(typed, person, reader, known)

    def export_circle(query: ExportCircle, by: Actor, reader: Reader) -> Card:
        return export(query, by, reader, known)

    def of_circle(query: CircleCalendar, by: Actor, reader: Reader) -> Card:
        return circle_calendar(query, by, reader, gathered, caretaker.served_at(reader.org))

    def of_mine(query: MyCalendar, by: Actor, reader: Reader) -> Card:
        return my_calendar(query, by, reader, gathered, caretaker.served_at(reader.org))

    def help_(query: Help, by: Actor, reader: Reader) -> Card:
        return help_card(query.topic, known)

    made: Feature[Any, Any] = Feature(
        name="hub",
        prefix="hub",
        single=True,
        decider=Decider(None, lambda *_: (), lambda state, _: state),
        commands=(),
        queries={
            Inbox: inbox,
            ShowItem: show_item,
            ExportCircle: export_circle,
            CircleCalendar: of_circle,
            MyCalendar: of_mine,
            Help: help_,
            MyAnswers: my_answers,
            RequestsForMe: money_for_me,
        },
        target=lambda _: None,
        facts=lambda *_: None,
        choices={"item": of_any_kind},
    )
    known = Features((*gathered, made))
    return made


def require_person(by: Actor) -> PersonId:
    """The person who asks. Raises Unlinked for an account that is nobody's."""
    if by.person is None:
        raise Unlinked(platform=by.via.platform.capitalize() if by.via else "", admins="an admin")
    return by.person
