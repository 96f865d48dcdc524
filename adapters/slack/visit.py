"""One thing somebody did on Slack, led to the core, and what Slack is acknowledged with."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any, Final

from adapters.slack.answers import Answers, origin_of
from adapters.slack.blocks import Structure
from adapters.slack.commands import Call, Hub, Meant
from adapters.slack.controls import option
from adapters.slack.desk import Messages
from adapters.slack.handing_in import handed_in
from adapters.slack.hub import SAY, did_you_mean, hub
from adapters.slack.layout import AGAIN
from adapters.slack.limits import OPTION_VALUE, OPTIONS
from adapters.slack.listening import heard
from adapters.slack.shortcuts import filled_in, used
from adapters.slack.showing import PLATFORM
from adapters.slack.surroundings import Surroundings
from adapters.slack.views import STILL, WAITING, Form, carried, in_thread, looked_at, opened_in, sentence, told
from governance_core.application import ask
from governance_core.application.front_desk import Act
from governance_core.application.sayings import NOT_OURS, NOTHING_KEPT
from governance_core.cards.card import Press
from governance_core.cards.complaints import FIX, NEXT
from governance_core.cards.wire import decode
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, DeliveryKey
from governance_core.kernel.message import Command, Query

ACKNOWLEDGED: Final = 0.8
"""How many seconds an outcome may take before Slack is told that it is coming (it wants to hear within three)."""
COMPLETE: Final = 0.5
"""How many seconds a form may take before it opens as a skeleton that is then filled."""
NOT_OPENED: Final = "Slack did not wait for what should have opened here. Nothing was recorded: please do it again."
Later = Callable[[Coroutine[Any, Any, None]], None]
Begun = Command | Query | Form | None


class Visit:
    """One payload."""

    def __init__(self, around: Surroundings, body: Mapping[str, Any], later: Later) -> None:
        self._around = around
        self._desk = around.desk
        self._body = body
        self._later = later
        self.origin = origin_of(body)
        place, thread = opened_in(str(self.origin.view.get("private_metadata", "")))
        if thread and not self.origin.channel:  # what comes late is said at the end of that thread
            self.origin = replace(self.origin, channel=place, thread=thread)
        self.answers = Answers(around.client, self.origin)
        self._shows = ""
        """What a modal with the outcome carries, where that is the answer to a question."""
        self._acted = False
        self._until = asyncio.get_running_loop().time() + ACKNOWLEDGED
        self._by = Actor.of_account(PLATFORM, self.origin.account, self.origin.channel or place)

    async def led(self) -> Structure | None:
        """Do what was asked for; what to acknowledge it with."""
        match self._body.get("type"):
            case None if "command" in self._body:
                command, typed = str(self._body["command"]), str(self._body.get("text") or "")
                grammar = self._around.grammar
                return await self._typed(grammar.noun_of(command), grammar.read(command, typed))
            case "block_actions":
                return await self._pressed(self._body["actions"][0])
            case "view_submission":
                return await handed_in(self._desk, self.answers, self.origin.view, self._by, self._later)
            case "shortcut" | "message_action":
                return await self._used()
            case "block_suggestion":
                return await self._suggested()
            case "event_callback":
                self._later(heard(self._around, self._body["event"], self._later))
                return None
            case _:
                return None

    def _act(self, kind: str, raw: Mapping[str, str], about: str = "") -> Act:
        return Act(self._by, kind, raw, DeliveryKey(PLATFORM, self.origin.trigger), about)

    async def _typed(self, noun: str, meant: Hub | Call | Meant) -> Structure | None:
        match meant:
            case Hub(behind):
                self._later(self._open(hub(behind, self._around.grammar)))
                return None
            case Call(kind, answers):
                return await self._begun(self._act(kind, answers, answers.get("id", "")))
            case Meant():
                return self._answered((did_you_mean(meant, noun, self._around.grammar.prefix),))

    async def _pressed(self, action: Mapping[str, Any]) -> Structure | None:
        wire = str(action.get("action_id", ""))
        if wire.startswith(SAY):
            noun, _, rest = str(action.get("value", "")).partition(" ")
            return await self._typed(noun, self._around.grammar.said(noun, rest))
        press = decode(wire.partition(AGAIN)[0])
        if press is None:
            return self._answered(self._desk.plain(NOT_OURS))
        if press.action in (FIX, NEXT):
            return await self._in_time(self._desk.opened_again(press.ref, self._by), self._act("", {}))
        return await self._pressed_ours(press)

    async def _pressed_ours(self, press: Press) -> Structure | None:
        try:
            kind, raw = ask.pressed(press, self._desk.showing.features)
        except Refusal as refusal:
            return await self._told(self._desk.refused(refusal, self._act("", {}, press.ref)))
        return await self._begun(self._act(kind, raw, press.ref))

    async def _used(self) -> Structure | None:
        """A shortcut."""
        shortcut = used(str(self._body.get("callback_id", "")), self._around.shortcuts)
        if shortcut is None:
            return self._answered(self._desk.plain(NOT_OURS))
        message = self._body.get("message") or {}
        link = self._desk.showing.workspace.link(self.origin.channel, str(message.get("ts", "")))
        raw = filled_in(shortcut, str(message.get("text", "")), link if message else "")
        return await self._begun(self._act(shortcut.kind, raw))

    async def _suggested(self) -> Structure:
        """What can be picked, while somebody types."""
        found = carried(str(self.origin.view.get("private_metadata", "")))
        if found is None or found[0].kind not in self._desk.showing.features.by_kind:
            return {"options": []}
        name, typed = str(self._body.get("block_id", "")), str(self._body.get("value", ""))
        looking = asyncio.ensure_future(self._desk.front.choices(found[0].kind, name, typed, self._by))
        done, _ = await asyncio.wait({looking}, timeout=ACKNOWLEDGED)
        offered = [one for one in looking.result() if len(one.value) <= OPTION_VALUE] if done else []
        return {"options": [option(one) for one in offered[:OPTIONS]]}

    async def _begun(self, act: Act) -> Structure | None:
        return await self._in_time(self._desk.begun(act), act)

    async def _in_time(self, beginning: Awaitable[Begun], act: Act) -> Structure | None:
        """Carry it out, or open the form that asks for the rest: complete where it is there in time."""
        begun = asyncio.ensure_future(beginning)
        done, _ = await asyncio.wait({begun}, timeout=COMPLETE)
        if not done:
            self._later(self._skeleton(begun, act))
            return None
        if begun.exception() is None and isinstance(made := begun.result(), Form):
            self._later(self._open(made.view))
            return None
        return await self._told(self._messages(begun, act))

    async def _messages(self, begun: Awaitable[Begun], act: Act) -> Messages:
        """What came of something that opens no form."""
        try:
            made = await begun
        except Refusal as refusal:
            return await self._desk.refused(refusal, act)
        except Exception as error:
            return self._desk.failed(error)
        if made is None or isinstance(made, Form):
            return self._desk.plain(NOTHING_KEPT if made is None else NOT_OPENED)
        self._shows, self._acted = self._desk.shows(made, act), isinstance(made, Command)
        return await self._desk.outcome(made, act)

    async def _skeleton(self, begun: asyncio.Future[Begun], act: Act) -> None:
        """A modal that says to wait, filled when there is something to fill it with."""
        opened = await self.answers.open(sentence(WAITING))
        await asyncio.wait({begun})
        is_form = begun.exception() is None and isinstance(begun.result(), Form)
        if is_form and opened is not None:
            await self.answers.fill(opened, in_thread(begun.result().view, self.origin.thread))  # type: ignore[union-attr]
            return
        messages = await self._messages(begun, act)
        if opened is None or await self.answers.fill(opened, told(messages, self._shows)) is None:
            await self.answers.tell_alone(messages)

    async def _open(self, view: Structure) -> None:
        if await self.answers.open(in_thread(view, self.origin.thread)) is None:
            await self.answers.tell(self._desk.plain(NOT_OPENED))

    async def _told(self, outcome: Awaitable[Messages]) -> Structure | None:
        """Show an outcome: with the acknowledgement where it is known in time, else a sign first that it is coming."""
        known = asyncio.ensure_future(outcome)
        left = max(0.0, self._until - asyncio.get_running_loop().time())
        done, _ = await asyncio.wait({known}, timeout=left)
        if done:
            return self._answered(known.result())
        still = self._desk.plain(STILL)
        if "command" in self._body:
            self._later(self._tell_when(known))
            return self._answered(still)
        self._later(self._tell_when(known, still))
        return None

    async def _tell_when(self, known: Awaitable[Messages], first: Messages = ()) -> None:
        if first:
            await self.answers.tell(first)
        await self.answers.tell(await known, self._shows)
        await self._refreshed()

    def _answered(self, messages: Messages) -> Structure | None:
        """A command is acknowledged with its outcome; everything else is shown it beside the acknowledgement."""
        if "command" not in self._body:
            self._later(self._shown(messages))
            return None
        first, *rest = messages
        if rest:
            self._later(self.answers.tell(tuple(rest)))
        return {"response_type": "ephemeral", **first.body()}

    async def _shown(self, messages: Messages) -> None:
        await self.answers.tell(messages, self._shows)
        await self._refreshed()

    async def _refreshed(self) -> None:
        """App Home, and a modal that shows something, tell what came of what was pressed there."""
        looked = looked_at(str(self.origin.view.get("private_metadata", ""))) if self._acted else None
        if looked is not None and (view := await self._desk.looked_up(*looked, self._by)) is not None:
            await self.answers.refresh(view)
        if self.origin.view.get("type") == "home":
            await self._around.homes.opened(self.origin.account, self._later)
