"""What the facts about Discord mean: is it well, and if not, what to do, in one line."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from adapters.discord.checkup import DiscordFacts, HomeFacts
from adapters.discord.permissions import NEEDED, VIEW_CHANNEL, missing
from governance_core.caretaker import Finding

MOST_SKEW: Final = timedelta(seconds=5)
INTENTS: Final = {"Presence": 3 << 12, "Server Members": 3 << 14, "Message Content": 3 << 18}
"""The privileged intents by the names of the developer portal: the flags an application has once one is allowed."""
_PORTAL: Final = "developer portal, your application, Bot"


def findings(facts: DiscordFacts) -> tuple[Finding, ...]:
    """One finding for everything that was looked at, in the order in which it is best mended."""
    return tuple(_findings(facts))


def _findings(facts: DiscordFacts) -> Iterator[Finding]:
    if facts.skew is not None:
        yield _clock(facts.skew)
    if facts.accepted is False:
        fix = f"Copy it again: {_PORTAL}, Reset Token."
        yield Finding("Discord token", "Discord does not accept it", fix)
        return
    if facts.accepted:
        yield Finding("Discord token", seen=f"accepted, the bot is {facts.name}")
        yield _intents(facts)
    if facts.inside is not None:
        yield _server(facts)
    for home in facts.homes if facts.inside is not False else ():
        yield _home(home, facts.server)
    yield from _commands(facts)
    if facts.unreached:
        yield Finding(
            "Discord", f"it cannot be reached: {facts.unreached}", "Check the network; the rest is not known."
        )


def _clock(skew: timedelta) -> Finding:
    seconds = round(abs(skew).total_seconds())
    if abs(skew) <= MOST_SKEW:
        return Finding("clock", seen="as at Discord")
    which = "ahead of" if skew > timedelta(0) else "behind"
    problem = f"the machine's clock is {seconds} s {which} Discord's, so rounds end at another time than they say"
    return Finding("clock", problem, "Let the machine keep its time by NTP (timedatectl set-ntp true).")


def _intents(facts: DiscordFacts) -> Finding:
    lacking = [name for name in sorted(facts.intents) if not facts.flags & INTENTS[name]]
    if not lacking:
        return Finding("Discord intents", seen=", ".join(sorted(facts.intents)) or "no privileged one is needed")
    names = " and ".join(lacking)
    fix = f"Allow them: {_PORTAL}, Privileged Gateway Intents."
    return Finding("Discord intents", f"the config needs what is not allowed: {names}", fix)


def _server(facts: DiscordFacts) -> Finding:
    if facts.inside:
        return Finding("Discord server", seen=facts.server_name or facts.server)
    fix = "Let it in: circlet discord invite prints the address. Or correct `server` in the config file."
    return Finding("Discord server", f"the bot is not in the server {facts.server}", fix)


def _home(home: HomeFacts, server: str) -> Finding:
    subject = f"home of {home.circle}"
    if home.refused:
        return _not_there(home, subject)
    if server and home.server != server:
        fix = "Name a channel of the organisation's server in the config file."
        return Finding(subject, f"the channel {home.name or home.channel} is on another server", fix)
    lacking = missing(home.granted) if home.granted is not None else []
    if not lacking:
        return Finding(subject, seen=f"#{home.name}")
    blind = "" if home.granted is not None and home.granted & VIEW_CHANNEL else " and sees nothing there"
    fix = f"In the channel's settings, Permissions: give the bot's role {', '.join(lacking)}."
    return Finding(subject, f"in #{home.name} the bot lacks {', '.join(lacking)}{blind}", fix)


def _not_there(home: HomeFacts, subject: str) -> Finding:
    if home.refused in (10003, 404):
        fix = "Name another channel as its home in the config file, and apply it."
        return Finding(subject, f"the channel {home.channel} does not exist (any more)", fix)
    if home.refused in (50001, 403):
        fix = f"In the channel's settings, Permissions: give the bot's role {', '.join(NEEDED)}."
        return Finding(subject, f"the bot cannot see the channel {home.channel}", fix)
    return Finding(
        subject, f"Discord does not show the channel {home.channel} (error {home.refused})", "Look again later."
    )


def _commands(facts: DiscordFacts) -> Iterator[Finding]:
    if facts.too_much:
        problem = "; ".join(facts.too_much)
        yield Finding("commands", f"more than Discord takes: {problem}", "This is a defect of the program: report it.")
    elif facts.same_commands is False:
        fix = "The running bot sends them when it connects: start it again."
        yield Finding("commands", "those on Discord are not those of this program", fix)
    elif facts.same_commands:
        yield Finding("commands", seen="as they should be")
