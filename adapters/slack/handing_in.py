"""A modal that was handed in: what is wrong stands at the fields, an outcome takes the modal's place."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Final, assert_never

from adapters.slack.answers import Answers
from adapters.slack.blocks import Structure
from adapters.slack.desk import Desk, Messages
from adapters.slack.forms import errors
from adapters.slack.spelling import asked_as_typed
from adapters.slack.views import STILL, carried, sentence, told
from governance_core.application.front_desk import Outcome
from governance_core.application.paperwork import Paper, Refused, Settled
from governance_core.application.sayings import NOT_OURS, NOTHING_KEPT
from governance_core.cards.form import Ask
from governance_core.cards.plain import one_line
from governance_core.kernel.ids import Actor

ACKNOWLEDGED: Final = 0.8
STILL_ASKED: Final = "What you handed in could not be used as it was. Nothing was recorded: please open the form again."
_ERROR: Final = 500
Later = Callable[[Coroutine[Any, Any, None]], None]


async def handed_in(desk: Desk, answers: Answers, view: Mapping[str, Any], by: Actor, later: Later) -> Structure | None:
    """What a form is acknowledged with: errors at its fields, or the view that takes its place."""
    found = carried(str(view.get("private_metadata", "")))
    if found is None or found[0].kind not in desk.showing.features.by_kind:
        return _in_its_place(sentence(desk.showing.spelling(NOT_OURS)))
    settling = asyncio.ensure_future(_settled(desk, found[0], view, by))
    answering = asyncio.ensure_future(_answer(desk, settling, view, by))
    done, _ = await asyncio.wait({answering}, timeout=ACKNOWLEDGED)
    if not done:
        later(_late(desk, answers, settling, answering, view, by))
        return _in_its_place(sentence(STILL))
    return answering.result()


async def _answer(
    desk: Desk, settling: Awaitable[Settled | Exception], view: Mapping[str, Any], by: Actor
) -> Structure:
    """What came of it, as the acknowledgement says it."""
    settled = await settling
    wrong = await _errors(desk, by, settled, view)
    return {"response_action": "errors", "errors": wrong} if wrong else _in_its_place(await _view(desk, settled, by))


async def _settled(desk: Desk, paper: Paper, view: Mapping[str, Any], by: Actor) -> Settled | Exception:
    try:
        return await desk.handed_in(paper, view.get("state") or {}, by)
    except Exception as error:
        return error


async def _late(
    desk: Desk,
    answers: Answers,
    settling: asyncio.Future[Any],
    answering: asyncio.Future[Structure],
    view: Mapping[str, Any],
    by: Actor,
) -> None:
    """The outcome, when the form has given way already; to whoever closed it, elsewhere."""
    settled = await settling
    shown = (await answering).get("view") or await _view(desk, settled, by)
    if await answers.fill(str(view["id"]), shown) is None:
        await answers.tell_alone(
            desk.plain(STILL_ASKED) if isinstance(settled, Ask) else await _told(desk, settled, by)
        )


async def _errors(
    desk: Desk, by: Actor, settled: Settled | Exception, view: Mapping[str, Any]
) -> dict[str, str] | None:
    """What is wrong, where it can be said at the fields that are there."""
    inputs = [str(block["block_id"]) for block in view.get("blocks", ()) if block.get("type") == "input"]
    match settled:
        case Ask():
            return errors(asked_as_typed(settled, desk.showing.spelling), inputs)
        case Refused(refusal) if refusal.field in inputs and not refusal.shows:
            return {str(refusal.field): one_line(await desk.said(refusal, by), _ERROR)}
        case _:
            return None


async def _view(desk: Desk, settled: Settled | Exception, by: Actor) -> Structure:
    return (await desk.form(settled, by)).view if isinstance(settled, Ask) else told(await _told(desk, settled, by))


async def _told(desk: Desk, settled: Outcome | Refused | Exception | None, by: Actor) -> Messages:
    match settled:
        case None:
            return desk.plain(NOTHING_KEPT)
        case Outcome():
            return await desk.shown(settled, by)
        case Refused(refusal, act):
            return await desk.refused(refusal, act)
        case Exception():
            return desk.failed(settled)
        case _:
            assert_never(settled)


def _in_its_place(view: Structure) -> Structure:
    return {"response_action": "update", "view": view}
