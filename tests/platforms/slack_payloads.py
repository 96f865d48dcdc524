"""What Slack sends of what a person does, as it sends it."""

from typing import Any

Payload = dict[str, Any]
TEAM = "T000000001"
TITLE = {"type": "plain_text", "text": "View Title", "emoji": True}


def by(kind: str, who: str, account: str) -> Payload:
    """What every interaction begins with."""
    user = {"id": account, "name": who, "username": who, "team_id": TEAM}
    return {"type": kind, "user": user, "team": {"id": TEAM, "domain": "harbour"}, "token": "x", "api_app_id": "A1"}


def command(who: str, account: str, channel: str, typed: str, **more: str) -> Payload:
    """A command as it is typed, slash and all; `more` is its response_url and trigger_id."""
    name, _, text = typed.partition(" ")
    return {
        "token": "x",
        "team_id": TEAM,
        "team_domain": "harbour",
        "channel_id": channel,
        "channel_name": "garden",
        "user_id": account,
        "user_name": who,
        "command": name,
        "text": text,
        "api_app_id": "A1",
        **more,
    }


def pressed(button: Payload) -> Payload:
    """A button that was pressed: what it asked before is not told in the form it has in a message."""
    return {**{key: value for key, value in button.items() if key != "confirm"}, "block_id": "b", "action_ts": "1.2"}


def on_message(message: Payload, channel: str, response_url: str) -> Payload:
    """Where a press on a message came from; of one that only one person sees Slack sends no message along."""
    alone, thread = "ts" not in message, message.get("thread_ts")
    container = {"type": "message", "message_ts": message.get("ts", "1.1"), "channel_id": channel}
    return {
        "channel": {"id": channel, "name": "garden"},
        "container": {**container, "is_ephemeral": alone, **({"thread_ts": thread} if thread else {})},
        "response_url": response_url,
        **({} if alone else {"message": {"type": "message", **message}}),
    }


def in_view(view: Payload) -> Payload:
    """Where a press in a view came from."""
    shown = {**view, "title": view.get("title") or TITLE}
    return {"view": shown, "container": {"type": "view", "view_id": view["id"]}}
