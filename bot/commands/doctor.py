"""`circlet doctor`: is everything in order for the bot to run, and if not, what to do, line by line."""

from argparse import Namespace
from collections.abc import Iterator

from adapters.clock.system import SystemClock
from bot.compose import store_path
from bot.doctor import DISCORD, SLACK, config_findings, machine_findings, posting_findings
from governance_core.cards.text import count
from governance_core.caretaker import Finding

WIDTH = 16


def main(given: Namespace) -> int:
    """Print everything that was looked at; 1 when something is to be mended. It changes nothing, whatever runs."""
    wrong = 0
    for finding in _findings(given):
        print("\n".join(_lines(finding)), flush=True)
        wrong += bool(finding.problem)
    print(f"\n{count(wrong, 'thing')} to mend." if wrong else "\nAll is well.")
    return 1 if wrong else 0


def _findings(given: Namespace) -> Iterator[Finding]:
    file, found = config_findings(given.config)
    yield from found
    store, found = machine_findings(store_path(given.store), SystemClock().now())
    yield from found
    if file is not None and DISCORD in file.platforms:
        from bot.discord_checkup import discord_findings
        from governance_core.application.catalogue import catalogue

        yield from discord_findings(file, catalogue(), SystemClock())
    if file is not None and SLACK in file.platforms:
        from bot.slack_checkup import slack_findings

        yield from slack_findings(file, SystemClock())
    if file is not None and file.http is not None:
        from bot.web_checkup import web_findings

        yield from web_findings(file)
    yield from posting_findings(store.given_up, file)


def _lines(finding: Finding) -> Iterator[str]:
    if not finding.problem:
        yield f"ok     {finding.subject:{WIDTH}} {finding.seen}".rstrip()
        return
    yield f"WRONG  {finding.subject:{WIDTH}} {finding.problem}"
    yield f"       {'':{WIDTH}} {finding.fix}"
