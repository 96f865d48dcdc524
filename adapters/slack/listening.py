"""What the bot hears of: somebody opens App Home, speaks to the bot, or is in another user group now."""

import re
from collections.abc import Mapping
from typing import Any, Final

from adapters.slack.answers import Answers, Origin
from adapters.slack.commands import Call, Grammar, Hub, Meant
from adapters.slack.crowd import GROUPS, PEOPLE
from adapters.slack.escape import unescaped
from adapters.slack.homes import Later
from adapters.slack.hub import did_you_mean
from adapters.slack.showing import PLATFORM
from adapters.slack.surroundings import Surroundings
from adapters.slack.views import Form
from governance_core.application.front_desk import Act
from governance_core.application.given import questions
from governance_core.application.helping import Help
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, DeliveryKey, StreamId
from governance_core.kernel.message import Message

NEEDS_A_FORM: Final = (
    "That asks for more than a message holds. Use the button on the card or in App Home, or type {command} in the "
    "channel (Slack takes no commands in a thread)."
)
HEARD: Final = GROUPS | PEOPLE
_SPOKEN_TO: Final = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")


async def heard(around: Surroundings, event: Mapping[str, Any], later: Later) -> None:
    """Answer an event that concerns somebody; others are nobody's business."""
    if around.crowd is not None and event.get("type") in HEARD:
        around.crowd.heard(event)
        return
    account = str(event.get("user") or "")
    by = Actor.of_account(PLATFORM, account, str(event.get("channel") or ""))
    if event.get("type") == "app_home_opened" and event.get("tab", "home") == "home":
        await around.homes.opened(account, later, str((event.get("view") or {}).get("hash") or ""))
    elif event.get("type") == "app_mention" and account and "bot_id" not in event:
        await _spoken_to(around, event, by)


async def _spoken_to(around: Surroundings, event: Mapping[str, Any], by: Actor) -> None:
    channel, thread = str(event["channel"]), str(event.get("thread_ts") or "")
    answers = Answers(around.client, Origin(str(event["user"]), channel, thread))
    words = unescaped(_SPOKEN_TO.sub(" ", str(event.get("text", "")))).strip()
    meant = await _meant(around, words, channel, thread)
    if isinstance(meant, Meant):
        noun = words.split()[0]
        known = noun if noun in (*around.grammar.own, around.grammar.rest) else ""
        await answers.tell((did_you_mean(meant, known, around.grammar.prefix),))
        return
    act = Act(by, meant.kind, meant.answers, DeliveryKey(PLATFORM, str(event["ts"])), meant.answers.get("id", ""))
    try:
        made = await around.desk.begun(act)
    except Refusal as refusal:
        await answers.tell(await around.desk.refused(refusal, act))
        return
    if isinstance(made, Form):
        path = around.desk.showing.features.by_kind[made.kind].spec.path or ""
        await answers.tell(around.desk.plain(NEEDS_A_FORM.format(command=f"/{path}")))
        return
    await answers.tell(await around.desk.outcome(made, act))


async def _meant(around: Surroundings, words: str, channel: str, thread: str) -> Call | Meant:
    """A command as behind a slash, or a verb about the item whose thread this is; else what can be done."""
    grammar, first, _, rest = around.grammar, *words.partition(" ")
    if first in (*grammar.own, grammar.rest):
        said = grammar.said(first, rest)
        return Call(Help.spec.kind) if isinstance(said, Hub) else said
    item = await around.desk.showing.item_at(channel, thread) if thread and first else None
    about = _verbs_of(item, grammar).get(first.casefold()) if item else None
    if item and about is not None:
        return Call(about.spec.kind, {"id": item})
    said = grammar.said(grammar.rest, words)
    if isinstance(said, Call):
        return said
    nearly = grammar.nearly(words, item or "", _verbs_of(item, grammar) if item else None) if words else None
    return nearly or Call(Help.spec.kind)


def _verbs_of(item: str, grammar: Grammar) -> dict[str, type[Message]]:
    """The verbs an item takes: `show` of a proposal is another thing than of a decision."""
    features = grammar.features
    of = features.of_stream(StreamId(item))
    every = ((said, found) for noun in reversed(grammar.own) for said, found in grammar.paths(noun).items())
    return {said: found for said, found in every if features.of_message(found) is of and "id" in questions(found)}
