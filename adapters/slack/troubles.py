"""What can go wrong when something is sent to Slack, sorted by what helps, and said in words an admin understands."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

Kind = Literal["gone", "closed", "busy", "doubtful", "refused"]
"""gone: the message is not there to be edited. closed: nothing can be sent there until somebody changes something.
busy: not now. doubtful: it may have arrived. refused: Slack would not take it a second time either."""

_GONE: Final = frozenset({"message_not_found", "edit_window_closed", "cant_update_message"})
_CLOSED: Final = {
    "not_in_channel": "the bot is not in the channel: invite it there with /invite",
    "channel_not_found": "there is no such channel, or it is private and the bot is not in it: invite it with /invite",
    "is_archived": "the channel is archived: unarchive it, or name another as the home",
    "restricted_action": "the workspace lets only some people post there",
    "restricted_action_read_only_channel": "the channel is read-only",
    "user_not_found": "there is no such member",
    "user_disabled": "the member's account is closed",
    "cannot_dm_bot": "this is the account of a bot",
    "missing_scope": "the bot lacks a permission: update the app from `circlet slack manifest` and install it again",
    "invalid_auth": "Slack does not accept the token any more",
    "token_revoked": "Slack does not accept the token any more",
    "account_inactive": "the bot was taken out of the workspace",
    "not_authed": "Slack does not accept the token any more",
    "token_expired": "Slack does not accept the token any more",
    "org_login_required": "the workspace is being moved into an organisation on Slack: nothing can be sent meanwhile",
    "team_added_to_org": "the workspace is being moved into an organisation on Slack: nothing can be sent meanwhile",
    "access_denied": "the workspace does not let the bot do this",
    "ekm_access_denied": "the workspace's administrators have suspended posting",
    "messages_tab_disabled": "the app takes no direct messages: update it from `circlet slack manifest`",
}
_REFUSED: Final = {"msg_too_long": "the message is longer than Slack takes"}
_ITS_OWN: Final = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_WAIT, _LONG_WAIT = timedelta(seconds=10), timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong: of which kind, in words, Slack's own name for it, and how long to leave it alone."""

    kind: Kind
    words: str
    code: str = ""
    wait: timedelta | None = None


def trouble_of(error: Exception) -> Trouble:
    """What an error of sending means."""
    if isinstance(error, SlackApiError):
        return _answered(error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return Trouble("busy", "Slack cannot be reached")
    return Trouble("doubtful", "the connection broke before Slack answered")


def is_of_slack(error: Exception) -> bool:
    """Whether this is an error of sending at all, and not a defect of ours."""
    return isinstance(error, SlackClientError | aiohttp.ClientError | OSError | asyncio.TimeoutError)


def code_of(error: Exception) -> str:
    """Slack's own name for what went wrong, empty where it gave none."""
    data = error.response.data if isinstance(error, SlackApiError) and hasattr(error.response, "data") else None
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def _answered(error: SlackApiError) -> Trouble:
    code, status = code_of(error), int(getattr(error.response, "status_code", 200) or 200)
    if status == 429 or code in ("ratelimited", "rate_limited"):
        seconds = getattr(error.response, "headers", {}).get("Retry-After", "")
        wait = timedelta(seconds=int(seconds)) if str(seconds).isdigit() else _WAIT
        return Trouble("busy", "Slack asks for a pause", code, wait)
    if code in _GONE:
        return Trouble("gone", "the message cannot be edited any more", code)
    if code in _CLOSED:
        return Trouble("closed", _CLOSED[code], code, _LONG_WAIT)
    if status >= 500 or code in _ITS_OWN:
        return Trouble("doubtful", f"Slack has trouble of its own (HTTP {status} {code})".replace(" )", ")"), code)
    if code in _REFUSED:
        return Trouble("refused", _REFUSED[code], code)
    return Trouble("refused", f"Slack does not accept what was sent ({code or f'HTTP {status}'})", code)
