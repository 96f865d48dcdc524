"""Leads every interaction to the core and its outcome back: commands typed, buttons pressed, forms handed in."""

from collections.abc import Mapping
from typing import Any, Final

import discord
from discord import InteractionType

from adapters.discord.calls import call_of, suggestions
from adapters.discord.desk import Desk
from adapters.discord.form_ids import form_id
from adapters.discord.forms import Form
from adapters.discord.in_time import in_time
from adapters.discord.menus import MESSAGE_MENU, USER_MENU, MenuCommand, chosen, text_and_link
from adapters.discord.organisations import Organisations
from adapters.discord.paperwork import HandedIn, Paperwork
from adapters.discord.pressed_on import buttons_on
from adapters.discord.presses import asks_first, pressed
from adapters.discord.render import Message
from adapters.discord.reply import WAIT, Reply
from adapters.discord.showing import PLATFORM
from adapters.discord.uploads import Fetch, read_files
from adapters.discord.words import NO_ORGANISATION, NOTHING_ASKED, plain
from governance_core.application import ask
from governance_core.application.front_desk import Act
from governance_core.application.sayings import BUSY, NOT_OURS, NOTHING_KEPT
from governance_core.cards.card import Press
from governance_core.cards.complaints import FIX, NEXT, SEND
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, DeliveryKey
from governance_core.kernel.message import Taken

FORM_WAIT: Final = 1.0
"""How many seconds there are to find out whether a form opens: once the answer is deferred, none can."""
SUGGESTION_WAIT: Final = 2.0


class Gateway:
    """Every interaction of one bot. `desks` are its organisations by id, `fetch` gets an uploaded file."""

    def __init__(
        self, desks: Mapping[str, Desk], organisations: Organisations, menus: tuple[MenuCommand, ...], fetch: Fetch
    ) -> None:
        self._desks = desks
        self._organisations = organisations
        self._menus = menus
        self._fetch = fetch

    async def handle(self, interaction: discord.Interaction) -> None:
        """Answer one interaction. Whatever happens, somebody waits for it."""
        reply = Reply(interaction, WAIT)
        desk = self._desk(interaction)
        if desk is None:
            await (reply.offer(()) if _is_typing(interaction) else reply.show(plain(NO_ORGANISATION)))
            return
        visit = _Visit(interaction, reply, desk, self._menus, self._fetch)
        try:
            await visit.led()
        except Refusal as refusal:
            await reply.when_known(desk.refused(refusal, visit.act("", {})))
        except Exception as error:
            await reply.show(desk.failed(error))

    def _desk(self, interaction: discord.Interaction) -> Desk | None:
        server = None if interaction.guild_id is None else str(interaction.guild_id)
        return self._desks.get(self._organisations.meant_on(server) or "")


def actor_of(interaction: discord.Interaction) -> Actor:
    """Who acts, with what Discord says of them there."""
    server = interaction.guild_id
    return Actor.of_account(
        PLATFORM,
        str(interaction.user.id),
        str(interaction.channel_id or ""),
        server=str(server or ""),
        name=interaction.user.display_name,
        manages=server is not None and interaction.permissions.manage_guild,
    )


class _Visit:
    """One interaction with the desk of its organisation."""

    def __init__(
        self, interaction: discord.Interaction, reply: Reply, desk: Desk, menus: tuple[MenuCommand, ...], fetch: Fetch
    ) -> None:
        self._interaction = interaction
        self._data: dict[str, Any] = dict(interaction.data or {})
        self._reply = reply
        self._desk = desk
        self._papers = Paperwork(desk)
        self._menus = menus
        self._fetch = fetch
        self._by = actor_of(interaction)

    async def led(self) -> None:
        """Do what was asked for. Raises a Refusal."""
        match self._interaction.type:
            case InteractionType.autocomplete:
                await self._suggested()
            case InteractionType.application_command:
                await self._called()
            case InteractionType.component:
                await self._pressed()
            case InteractionType.modal_submit:
                await self._handed_in()
            case _:
                pass

    def act(self, kind: str, raw: Mapping[str, str], about: str = "") -> Act:
        """What the one who visits does."""
        return Act(self._by, kind, raw, DeliveryKey(PLATFORM, str(self._interaction.id)), about)

    async def _suggested(self) -> None:
        call = call_of(self._data)
        message = self._desk.showing.features.by_path.get(call.path)
        if message is None:
            await self._reply.offer(())
            return
        typed = call.answers.get(call.typing, "")
        try:
            looking = self._desk.choices(message.spec.kind, call.typing, typed, self._by)
            found = await in_time(looking, SUGGESTION_WAIT)
        except TimeoutError:
            found = ()
        await self._reply.offer(suggestions(found))

    async def _called(self) -> None:
        if self._data.get("type") in (USER_MENU, MESSAGE_MENU):
            await self._chosen()
            return
        call = call_of(self._data)
        message = self._desk.showing.features.by_path.get(call.path)
        if message is None:
            await self._reply.show(plain(NOT_OURS))
            return
        await self._begun(self.act(message.spec.kind, call.answers))

    async def _chosen(self) -> None:
        """A command of a message's or a person's menu."""
        menu = chosen(self._data, self._menus)
        if menu is None:
            await self._reply.show(plain(NOT_OURS))
            return
        try:
            found = await in_time(self._used_on(menu), FORM_WAIT)
        except TimeoutError:
            await self._reply.show(plain(BUSY))
            return
        await self._begun(self.act(menu.kind, menu.menu.filled(found)))

    async def _used_on(self, menu: MenuCommand) -> dict[Taken, str]:
        """The person or the message a menu was opened on. Raises a Refusal for an account that is nobody's."""
        if menu.type == USER_MENU:
            return {"person": await self._desk.person(str(self._data["target_id"]))}
        return text_and_link(self._data, str(self._interaction.guild_id), str(self._interaction.channel_id))

    async def _pressed(self) -> None:
        custom_id = str(self._data.get("custom_id", ""))
        press = pressed(custom_id)
        if press is None:
            await self._reply.show(plain(NOT_OURS))
        elif press.action in (FIX, NEXT):
            await self._opened_again(press)
        elif press.action == SEND:
            await self._reply.when_known(self._papers.sent_as_read(press.ref, self._by))
        elif asks_first(custom_id):
            label = buttons_on(self._interaction.message).get(custom_id, "This")
            await self._reply.when_known(self._desk.question(press, label, self._by))
        else:
            kind, raw = ask.pressed(press, self._desk.showing.features)
            await self._begun(self.act(kind, raw, press.ref))

    async def _begun(self, act: Act) -> None:
        """Carry it out, or open the form that asks for the rest: a form must be the first answer."""
        try:
            begun = await in_time(self._desk.begun(act), FORM_WAIT)
            if isinstance(begun, Form):
                await in_time(self._kept(begun, act), FORM_WAIT)
        except TimeoutError:
            await self._reply.show(plain(BUSY))
            return
        if isinstance(begun, Form):
            await self._reply.open(begun.modal)
        else:
            await self._reply.when_known(self._desk.outcome(begun, act))

    async def _kept(self, form: Form, act: Act) -> None:
        """What a form's id has no room for is kept before it opens."""
        opened = form_id(form.modal["custom_id"])
        if form.keep and opened is not None:
            await self._papers.keep(opened.key, act.kind, form.keep, self._by)

    async def _opened_again(self, press: Press) -> None:
        try:
            opening = self._papers.opened_again(press.ref, _following(press), self._by)
            form = await in_time(opening, FORM_WAIT)
        except TimeoutError:
            await self._reply.show(plain(BUSY))
            return
        if form is not None and form.modal:
            await self._reply.open(form.modal)
        else:
            await self._reply.show(plain(NOTHING_KEPT if form is None else NOTHING_ASKED))

    async def _handed_in(self) -> None:
        form = form_id(str(self._data.get("custom_id", "")))
        if form is None or form.kind not in self._desk.showing.features.by_kind:
            await self._reply.show(plain(NOT_OURS))
            return
        await self._reply.when_known(self._read_and_handed_in())

    async def _read_and_handed_in(self) -> Message:
        form = form_id(str(self._data["custom_id"]))
        assert form is not None, "looked at before"
        components, resolved = self._data.get("components") or [], self._data.get("resolved") or {}
        files = await read_files(components, resolved, self._fetch)
        return await self._papers.hand_in(HandedIn(form, components, resolved, files), self._by)


def _following(press: Press) -> int | None:
    """How many forms of one are left to go on with; None where all of it is opened again."""
    return int(press.argument) if press.action == NEXT and press.argument.isdecimal() else None


def _is_typing(interaction: discord.Interaction) -> bool:
    return interaction.type is InteractionType.autocomplete
