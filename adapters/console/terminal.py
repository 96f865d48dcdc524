"""The screen of the interactive terminal: the feed above, one line to type in below, and the time going by."""

import asyncio
from collections import deque
from contextlib import suppress

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition, has_completions
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    Dimension,
    Float,
    FloatContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    Window,
)
from prompt_toolkit.layout.menus import CompletionsMenu
from prompt_toolkit.layout.processors import BeforeInput
from prompt_toolkit.output import ColorDepth

from adapters.console.clock import MovableClock
from adapters.console.completion import Completions
from adapters.console.conversation import Conversation
from adapters.console.feed import Feed
from adapters.console.layout import Look
from adapters.console.shelf import Shelf
from adapters.console.stage import Stage
from adapters.console.window import STYLE, WELCOME, Scrolled, hints, packed, ruled
from governance_core.cards.form import Choice, Lookup, Toggle
from governance_core.cards.plain import date_words

_TICK = 1.0
_ESCAPE = 0.1
"""How long Esc waits for a key that would make it Alt+key."""


class Terminal:
    """Reads lines and shows the feed, until somebody leaves."""

    def __init__(
        self,
        stage: Stage,
        clock: MovableClock,
        name: str,
        actor: str,
        zone: str,
        look: Look,
        shelf: Shelf | None = None,
    ) -> None:
        self._clock = clock
        self._name = name
        self._feed = Feed(look, zone)
        self._scrolled = Scrolled(self._feed)
        self._ahead: deque[str] = deque()
        self._reading: asyncio.Future[str | None] | None = None
        self._prompt = ""
        self._long = False
        self.talk = Conversation(stage, clock, self._feed, self, actor, shelf)
        self._buffer = Buffer(
            completer=Completions(self.talk),
            complete_while_typing=True,
            history=InMemoryHistory(),
            multiline=True,
            accept_handler=self._accepted,
        )
        self._app = self._application(ColorDepth.MONOCHROME if look != "colour" else None)

    async def run(self) -> None:
        """Until Ctrl-D, or `quit`."""
        self._welcome()
        loops = [asyncio.create_task(self._converse()), asyncio.create_task(self._tick())]
        try:
            await self._app.run_async()
        finally:
            for loop in loops:
                loop.cancel()
            for loop in loops:
                with suppress(asyncio.CancelledError):
                    await loop

    async def read(self, prompt: str, filled_in: str = "", long: bool = False) -> str | None:
        """The next line typed, perhaps typed ahead; None when the question is cancelled."""
        if self._ahead:
            return self._ahead.popleft()
        self._prompt, self._long = prompt, long
        if filled_in or self.talk.asked:
            self._buffer.document = Document(filled_in)
        self._reading = asyncio.get_running_loop().create_future()
        if self.talk.asked and isinstance(self.talk.asked[1].question.kind, Choice | Lookup | Toggle):
            self._buffer.start_completion()
        self.refresh()
        try:
            return await self._reading
        finally:
            self._reading = None

    @property
    def is_typing(self) -> bool:
        """Whether a line has been begun."""
        return bool(self._buffer.text)

    def refresh(self) -> None:
        """Something new is to be seen."""
        self._app.invalidate()

    def _welcome(self) -> None:
        self._feed.note(f"{self._name}. You are {self.talk.acting_as}, and can be anybody else (as ben).", lasting=True)
        for line in WELCOME:
            self._feed.note(line, lasting=True)

    async def _converse(self) -> None:
        going_on = True
        while going_on:
            typed = await self.read(f"{self.talk.acting_as}: ")
            self._scrolled.back = 0
            going_on = await self.talk.handle(typed or "")
        self._app.exit()

    async def _tick(self) -> None:
        """What falls due while nobody types happens by itself."""
        while True:
            await self.talk.settle()
            self.refresh()
            await asyncio.sleep(_TICK)

    def _accepted(self, buffer: Buffer) -> bool:
        typed = buffer.text
        if self._reading is not None and not self._reading.done():
            self._reading.set_result(typed)
        else:
            self._ahead.append(typed)
        return False

    def _cancel(self) -> None:
        if self._reading is not None and not self._reading.done():
            self._buffer.reset()
            self._reading.set_result(None)

    def _application(self, depth: ColorDepth | None) -> Application[None]:
        made: Application[None] = Application(
            layout=Layout(self._screen(), focused_element=self._buffer),
            key_bindings=self._keys(),
            style=STYLE,
            full_screen=True,
            color_depth=depth,
            include_default_pygments_style=False,
        )
        made.ttimeoutlen = made.timeoutlen = _ESCAPE
        return made

    def _screen(self) -> FloatContainer:
        typing = BufferControl(self._buffer, input_processors=[BeforeInput(lambda: self._prompt, "class:prompt")])
        body = HSplit(
            [
                Window(self._scrolled, wrap_lines=False, always_hide_cursor=True),
                Window(FormattedTextControl(self._rule), height=1),
                Window(
                    FormattedTextControl(self._hint),
                    height=Dimension(min=1, max=2),
                    dont_extend_height=True,
                    wrap_lines=True,
                ),
                Window(typing, height=Dimension(min=1, max=8), dont_extend_height=True, wrap_lines=True),
            ]
        )
        menu = Float(CompletionsMenu(max_height=8, scroll_offset=1), xcursor=True, ycursor=True)
        return FloatContainer(ConditionalContainer(body, True), [menu])

    def _rule(self) -> StyleAndTextTuples:
        """The line between feed and input: whose organisation, and the time."""
        moment, zone = date_words(self._clock.now(), self._feed.zone), self._feed.zone
        left = "PgDn goes back down" if self._scrolled.back else self._name
        return [("class:rule", ruled(left, (f"{moment} {zone}", moment), self._app.output.get_size().columns))]

    def _hint(self) -> StyleAndTextTuples:
        """What can be pressed now, on at most two lines."""
        labels = hints(self._feed, self.talk.asked is not None, self._long)
        return [("class:hint", "\n".join(packed(labels, self._app.output.get_size().columns)))]

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        in_form = Condition(lambda: self.talk.asked is not None or self._prompt.endswith("yes or no: "))

        @keys.add("enter")
        def _(event: KeyPressEvent) -> None:
            self._buffer.validate_and_handle()

        @keys.add("escape", "enter", filter=Condition(lambda: self._long))
        def _(event: KeyPressEvent) -> None:
            self._buffer.insert_text("\n")

        @keys.add("escape", filter=in_form & ~has_completions)
        def _(event: KeyPressEvent) -> None:
            self._cancel()

        @keys.add(Keys.BracketedPaste)
        def _(event: KeyPressEvent) -> None:
            self._buffer.insert_text(event.data.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n"))

        @keys.add("escape", filter=has_completions)
        def _(event: KeyPressEvent) -> None:
            self._buffer.cancel_completion()

        @keys.add("c-c")
        def _(event: KeyPressEvent) -> None:
            self._buffer.reset()

        @keys.add("c-l")
        def _(event: KeyPressEvent) -> None:
            event.app.renderer.clear()

        @keys.add("c-d")
        def _(event: KeyPressEvent) -> None:
            if not self._buffer.text:
                event.app.exit()

        @keys.add("tab", filter=~has_completions)
        def _(event: KeyPressEvent) -> None:
            self._buffer.start_completion(select_first=True)

        @keys.add("tab", filter=has_completions)
        def _(event: KeyPressEvent) -> None:
            self._buffer.complete_next()

        @keys.add("pageup")
        def _(event: KeyPressEvent) -> None:
            self._scrolled.page(0.5)

        @keys.add("pagedown")
        def _(event: KeyPressEvent) -> None:
            self._scrolled.page(-0.5)

        return keys
