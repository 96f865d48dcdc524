"""Plays the scripts the console plays on Slack: each act is a payload of a member, as Slack sends it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from slack_form import filled, is_form
from slack_hands import Hands, buttons
from slack_play import Seen, inputs, on_stage
from slack_resettled import Town
from slack_watch import Watch
from talk_compared import Stage
from talk_player import REFUSED, kinds_of
from talk_player import Player as AnyPlayer
from talk_town import SLACK
from talk_watch import FORM

from adapters.console.acts import Act, Open, PressButton, Say, Slash
from governance_core.kernel.ids import item_id


class Player(AnyPlayer):
    """One script in one workspace."""

    town: Town
    watch: Watch

    def __init__(self, town: Town) -> None:
        super().__init__(town, Watch(town))
        self._hands = Hands(town, self.watch)

    def now(self) -> datetime:
        return self.town.clock.now()

    async def advance(self, instant: datetime) -> None:
        self.town.clock.turn(seconds=max(instant - self.now(), timedelta(0)).total_seconds())

    async def act_here(self, act: Act, twice: bool) -> None:
        who, values = act.actor, {}
        match act.deed:
            case Slash():
                seen = await self._hands.slash(who, act.deed)
            case Open(ref):
                seen = await self._hands.show(who, str(item_id(ref) or ref))
            case PressButton():
                seen = await self._press(who, act.deed)
                values = {name.replace("-", "_"): value for name, value in act.deed.values}
            case Say():
                return  # the bot hears nothing of ordinary chat
        self.watch.answered(*await self._ended(act, seen, values))
        if twice:
            await self.town.again()

    async def _press(self, who: str, deed: PressButton) -> Seen:
        """Press a button; where it is nowhere to be seen the item is shown first."""
        subject = str(item_id(deed.ref) or deed.ref.strip())
        place = self._hands.button(who, deed.label, subject)
        if place is None:
            shown = await self._hands.show(who, subject)
            self._hands.private[who] += shown.messages
            place = self._hands.button(who, deed.label, subject) or self._hands.once_seen(who, deed.label, subject)
            if place is None:
                return shown
        return await self._hands.press(who, place, deed.seen)

    async def _ended(self, act: Act, seen: Seen, values: dict[str, str]) -> tuple[frozenset[str], str, str]:
        """What it came to when every form that opens is filled in, where that can be: kinds, to whom, and words."""
        who, left = act.actor, dict(values)
        while (view := seen.opened) is not None and is_form(view):
            given = filled(view, left, self.town)
            if given is None or not values:
                return FORM, act.who, self.watch.told(view, who)
            left = {name: value for name, value in left.items() if name not in inputs(view)}
            seen = await self.town.submit(who, view, **given)
            if seen.errors:
                return FORM | REFUSED, act.who, "\n".join([self.watch.told(view, who), *seen.errors.values()])
        assert not left or left == values, f"no form asked for {left}"
        return self._answered(act, [*seen.messages, *([seen.opened] if seen.opened else [])])

    def _answered(self, act: Act, shown: list[dict[str, Any]]) -> tuple[frozenset[str], str, str]:
        assert shown, f"nobody answered {act.who} in line {act.number}"
        self._hands.private[act.actor] += shown
        told = "\n".join(self.watch.told(one, act.actor) for one in shown)
        return kinds_of(told, [one["text"]["text"] for message in shown for one in buttons(message)]), act.who, told


@asynccontextmanager
async def talking(town: Town) -> AsyncIterator[Player]:
    """A player in a town that stands, from the first line to the last."""
    player = Player(town)
    opened = town.open

    async def open_and_watch() -> None:
        await opened()
        player.opened()

    town.open = open_and_watch  # type: ignore[method-assign]
    async with on_stage(town):
        yield player


ON_SLACK = Stage((SLACK,), Town, talking)
