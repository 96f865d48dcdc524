"""What the facts about Slack mean: is it well, and if not, what to do, in one line."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from adapters.slack.checkup import GroupFacts, HomeFacts, SlackFacts
from governance_core.caretaker import Finding

MOST_SKEW: Final = timedelta(seconds=5)
_APP: Final = "api.slack.com/apps, your app"
_TOKEN: Final = f"Copy it again: {_APP}, OAuth & Permissions, Bot User OAuth Token (it begins with xoxb)."
_APP_TOKEN: Final = (
    f"Make one anew: {_APP}, Basic Information, App-Level Tokens, with the scope connections:write (it begins with "
    "xapp)."
)
_MANIFEST: Final = "Paste what `circlet slack manifest --config` prints under App Manifest, and install the app again."


def findings(facts: SlackFacts) -> tuple[Finding, ...]:
    """One finding for everything that was looked at, in the order in which it is best mended."""
    return tuple(_findings(facts))


def _findings(facts: SlackFacts) -> Iterator[Finding]:
    if facts.skew is not None:
        yield _clock(facts.skew)
    if facts.refused:
        yield Finding("Slack token", f"Slack does not accept it ({facts.refused})", _TOKEN)
        return
    if facts.bot:
        yield Finding("Slack token", seen=f"accepted, the bot is {facts.bot}")
        yield _workspace(facts)
        yield _scopes(facts)
    yield from _connection(facts)
    for home in facts.homes:
        yield _home(home)
    for group in facts.groups:
        yield _group(group)
    if facts.unreached:
        problem = f"it cannot be reached: {facts.unreached}"
        yield Finding("Slack", problem, "Check the network; the rest is not known.")


def _clock(skew: timedelta) -> Finding:
    seconds = round(abs(skew).total_seconds())
    if abs(skew) <= MOST_SKEW:
        return Finding("clock", seen="as at Slack")
    which = "ahead of" if skew > timedelta(0) else "behind"
    problem = f"the machine's clock is {seconds} s {which} Slack's, so rounds end at another time than they say"
    return Finding("clock", problem, "Let the machine keep its time by NTP (timedatectl set-ntp true).")


def _workspace(facts: SlackFacts) -> Finding:
    wanted = facts.asked.workspace
    if wanted and wanted != facts.workspace:
        problem = f"the token is of the workspace {facts.workspace}, and the config file names {wanted}"
        return Finding("Slack workspace", problem, "Correct `workspace` in the config file, or use the other token.")
    return Finding("Slack workspace", seen=facts.workspace_name or facts.workspace)


def _scopes(facts: SlackFacts) -> Finding:
    if facts.scopes is None:
        return Finding("Slack scopes", seen="not said by this server")
    lacking = _named(facts.asked.needed, facts.scopes)
    if lacking:
        return Finding("Slack scopes", f"the app lacks {lacking}", _MANIFEST)
    less = _named(facts.asked.useful, facts.scopes)
    return Finding(
        "Slack scopes", seen="everything it can use" if not less else f"all that it needs; not granted: {less}"
    )


def _named(scopes: Mapping[str, str], granted: frozenset[str]) -> str:
    return ", ".join(f"{scope} ({why})" for scope, why in sorted(scopes.items()) if scope not in granted)


def _connection(facts: SlackFacts) -> Iterator[Finding]:
    if facts.app_refused:
        yield Finding("Slack app token", f"Slack does not accept it ({facts.app_refused})", _APP_TOKEN)
    elif facts.app_refused is not None:
        yield Finding("Slack app token", seen="accepted, by Socket Mode")


def _home(facts: HomeFacts) -> Finding:
    subject = f"home of {facts.home.circle}"
    if facts.refused:
        return _not_shown(facts, subject)
    wrong = _wrong(facts)
    if wrong is not None:
        return Finding(subject, *wrong)
    shared = ", shared with another workspace (its people are no members)" if facts.shared else ""
    return Finding(subject, seen=f"#{facts.name}{shared}")


def _wrong(facts: HomeFacts) -> tuple[str, str] | None:
    """What is wrong with a channel, and what to do."""
    name = f"#{facts.name}"
    if facts.talk:
        return f"{facts.home.channel} is a direct message", "Name a channel as its home in the config file."
    if facts.archived:
        return f"{name} is archived", "Unarchive it, or name another channel as its home in the config file."
    if not facts.inside:
        return f"the bot is not in {name}", "Type /invite there, with the bot's name."
    if facts.home.private and not facts.private:
        problem = f"the circle is private, and everybody in the workspace can read {name}"
        return problem, "Make the channel private in its settings, or name a private one in the config file."
    return None


def _not_shown(facts: HomeFacts, subject: str) -> Finding:
    channel = facts.home.channel
    if facts.refused == "missing_scope":
        return Finding(subject, seen=f"{channel}, not looked at (without channels:read and groups:read)")
    if facts.refused in ("channel_not_found", "not_in_channel"):
        fix = "Type /invite in it, with the bot's name; or name another channel as its home in the config file."
        return Finding(subject, f"there is no channel {channel}, or it is private and the bot is not in it", fix)
    return Finding(subject, f"Slack does not show the channel {channel} ({facts.refused})", "Look again later.")


def _group(facts: GroupFacts) -> Finding:
    subject = f"group of {facts.circle}"
    if facts.there:
        return Finding(subject, seen=f"those in @{facts.handle}")
    if facts.there is None:
        return Finding(subject, f"the bot may not see who is in the user group {facts.group}", _MANIFEST)
    fix = "Enable it in Slack (People, User groups), or correct slack_group in the config file."
    return Finding(subject, f"there is no user group {facts.group}, or it is disabled", fix)
