"""The gallery of every card at every stage, as it is seen on Slack."""

from pathlib import Path

from discord_gallery import TEXTS, Gallery, Texts

from adapters.slack.text import Sight
from governance_core.application.viewer import eyes
from governance_core.kernel.ids import PersonId
from governance_core.ports import Reader

ADDRESS = "https://harbour.slack.com/archives/C0GARDEN/p1700000000000100"
ATTACK = (
    "<!channel> <!here|here> <!everyone> <@U0ANA> <#C0GARDEN> <!subteam^S1> <https://evil.example|safe> "
    "<!date^0^{ago}|never> &lt; &amp;lt; &#60; \n> quoted\n>>> all\n- item\n1. one\n*bold* _it_ ~gone~ `code` "
    "```block```\n:smile: @channel @here #general https://a.example/b_c (https://a.example/x). me@a.example\n"
    "*Closes*: never\n[Consent] ¯\\_(ツ)_/¯"
)
ALL = (
    *TEXTS,
    Texts("attack on Slack", "<!channel> <https://e.vil|x> *b* &lt; <@U0ANA>", ATTACK, "*Ana* <@U{}> @channel"),
)


SELDOM = ("longest", "attack")
"""Texts that Discord's gallery has in every run; what is long on Slack has tests of its own."""


def account(person: PersonId) -> str | None:
    """Every second member is on Slack."""
    number = int(person[1:]) if person[1:].isdigit() else 0
    return f"U0P{number}" if number % 2 else None


def played(path: Path, texts: Texts) -> tuple[Gallery, Sight]:
    """A gallery with everything in it, and somebody's eyes on it."""
    gallery = Gallery(path, texts)
    found: list[Sight] = []

    def seen(reader: Reader) -> None:
        found.append(Sight(eyes(None, "Europe/Lisbon", reader), account, {"P-1": ADDRESS}.get))

    close = gallery.world.close
    gallery.world.close = lambda: (gallery.world.read(seen), close())  # type: ignore[method-assign]
    return gallery.play(), found[0]
