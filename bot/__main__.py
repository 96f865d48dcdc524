"""The `circlet` command: what an admin types. Every subcommand is imported only when it is called."""

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version

from bot.failure import Failure, store_trouble
from bot.output import forgiving

USAGE = """The governance bot for circles that decide by consent.

  circlet init                              write a config file to start from
  circlet check config.yaml                 say everything that is wrong with it
  circlet talk --config config.yaml         try it in the terminal, with a clock you can move
  circlet doctor                            say whether everything is in order for the bot to run
  circlet run --config config.yaml          keep rounds going, in real time
"""
EXPORT = "circlet export --format markdown decisions"
Parser = argparse.ArgumentParser
AddCommand = Callable[[str, str, str, str], Parser]
"""Adds a command: its name, its module, its help, an example."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry one command out and give its exit code: 0 done, 1 not done (with a sentence why), 2 typed wrongly."""
    parser = _parser()
    given = parser.parse_args(arguments)
    forgiving(sys.stdout)
    if given.command is None:
        parser.print_help()
        return 0
    try:
        return int(importlib.import_module(f"bot.commands.{given.module}").main(given))
    except Failure as failure:
        print(f"circlet: {failure}", file=sys.stderr)
        return failure.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Exception as error:
        if not (words := store_trouble(error)):  # a defect: its traceback is what helps
            raise
        print(f"circlet: {words}", file=sys.stderr)
        return 1


def _parser() -> Parser:
    parser = Parser("circlet", description=USAGE, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", action="version", version=f"circlet {version('circlet')}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(name: str, module: str, help_: str, example: str) -> Parser:
        made = commands.add_parser(name, help=help_, description=f"{help_}.", epilog=f"Example: {example}")
        made.set_defaults(module=module)
        return made

    _config_commands(command)
    _talking_commands(command)
    _running_commands(command)
    _store_commands(command)
    _platform_commands(command)
    return parser


def _config_commands(command: AddCommand) -> None:
    init = command("init", "init", "Write a commented config file to start from", "circlet init config.yaml")
    init.add_argument("file", nargs="?", default="config.yaml", help="where to (default: config.yaml)")
    init.add_argument("--chat", action="store_true", help="a short one: people and circles are picked in the chat")
    init.add_argument("--name", default="", help="what the organisation is called (with --chat)")
    check = command("check", "check", "Say everything that is wrong with a config file", "circlet check config.yaml")
    check.add_argument("file", nargs="?", default="config.yaml")
    plan = command("plan", "plan", "Show what applying a config file would change", "circlet plan config.yaml")
    apply_ = command("apply", "plan", "Carry a config file out, all of it or nothing", "circlet apply config.yaml")
    config = command(
        "config", "config", "Write what the chat changed into the config file", "circlet config pull config.yaml"
    )
    config.add_argument("action", choices=["pull"])
    config.add_argument("--dry-run", action="store_true", help="only show what would change in the file")
    for made in (plan, apply_, config):
        made.add_argument("file", nargs="?", default="config.yaml")
        _with_store(made)


def _running_commands(command: AddCommand) -> None:
    run = command("run", "run", "Keep rounds going, in real time", "circlet run --config config.yaml")
    run.add_argument(
        "--config", action="append", required=True, metavar="FILE", help="an organisation; may be repeated"
    )
    _with_store(run, org=False)
    help_ = "Say whether everything is in order for the bot to run, and what to do if not"
    doctor = command("doctor", "doctor", help_, "circlet doctor --config config.yaml")
    doctor.add_argument(
        "--config", default="config.yaml", metavar="FILE", help="the config file (default: config.yaml)"
    )
    _with_store(doctor, org=False)


def _talking_commands(command: AddCommand) -> None:
    talk = command(
        "talk",
        "talk",
        "Talk to the bot in the terminal, or play a script",
        "circlet talk --config config.yaml --script tour.talk --json",
    )
    talk.add_argument("--config", required=True, metavar="FILE", help="the config file that is applied first")
    talk.add_argument("--store", metavar="FILE", help="keep what happens there (default: a temporary store)")
    talk.add_argument("--script", metavar="FILE", help="play this script (- reads standard input line by line)")
    talk.add_argument("--json", action="store_true", help="one JSON object a line for all that anyone saw")
    talk.add_argument("--as", dest="person", metavar="MEMBER", help="whom to begin as, in the terminal")
    talk.add_argument("--files", metavar="DIR", help="keep the files that are handed out there")
    demo = command("demo", "demo", "Try a sample organisation in the terminal", "circlet demo")
    demo.add_argument("--tour", action="store_true", help="play the tour and print it, even in a terminal")
    gallery = command("gallery", "gallery", "Draw every card on an HTML page", "circlet gallery --out gallery.html")
    gallery.add_argument("--out", default="gallery.html", metavar="FILE", help="where to (default: gallery.html)")
    gallery.add_argument("--platform", choices=["discord", "console"], help="only as it looks there (default: both)")


def _store_commands(command: AddCommand) -> None:
    show = command("show", "look", "Show a proposal or an agreement by its id", "circlet show P-1")
    show.add_argument("id")
    listing = command(
        "list", "look", "List proposals, the open ones first", "circlet list --circle garden --state open"
    )
    listing.add_argument("--circle")
    listing.add_argument("--state", help="open, adopted, lapsed, withdrawn or discarded")
    for made in (show, listing):
        made.add_argument("--as", dest="person", metavar="MEMBER", help="as this member may see it (default: public)")
    export = command("export", "export", "Write what is recorded, to be read without this program", EXPORT)
    export.add_argument("folder", nargs="?", metavar="DIR", help="a folder that is empty or not there yet")
    help_ = "markdown: pages to read; csv, hledger, beancount: the books; json (default): everything, to be verified"
    forms = ["json", "markdown", "csv", "hledger", "beancount"]
    export.add_argument("--format", choices=forms, default="json", help=help_)
    export.add_argument("--out", metavar="FILE", help="but with markdown: a file (default: standard output)")
    export.add_argument("--circle", metavar="ID", help="only the books of this circle")
    export.add_argument("--period", metavar="WHEN", help='only what was entered then: 2026, "Q4 2026", "last month"')
    export.add_argument("--private", action="store_true", help="private circles too")
    audit = command(
        "audit", "audit", "Check that nothing recorded was changed or lost", "circlet audit --against 5f3c…"
    )
    audit.add_argument("--against", default="", metavar="HASH", help="a checkpoint you wrote down elsewhere")
    rebuild = command("rebuild", "audit", "Make everything derived again from the journal", "circlet rebuild")
    erase = command(
        "erase", "erase", "Blank all that a person wrote, with their name and accounts", "circlet erase ben"
    )
    erase.add_argument("person", metavar="MEMBER", help="their id, as the config file has it")
    erase.add_argument("--yes", action="store_true", help="do not ask first")
    for made in (show, listing, export, audit, rebuild, erase):
        _with_store(made)


def _platform_commands(command: AddCommand) -> None:
    discord = command(
        "discord", "discord", "Print the address that lets the bot into a server", "circlet discord invite"
    )
    discord.add_argument("action", choices=["invite"])
    discord.add_argument("--config", metavar="FILE", help="whose token and server are meant")
    slack = command("slack", "slack", "Print the manifest an app on Slack is made from", "circlet slack manifest")
    slack.add_argument("action", choices=["manifest"])
    slack.add_argument("--config", metavar="FILE", help="whose user groups make members, where any do")
    slack.add_argument("--prefix", help="before every slash command, as in acme- (default: $SLACK_COMMAND_PREFIX)")
    slack.add_argument("--address", default="", metavar="URL", help="where signed requests go (default: Socket Mode)")
    discord.add_argument("--application", metavar="ID", help="the application's id (default: read from the token)")


def _with_store(parser: Parser, org: bool = True) -> None:
    parser.add_argument("--store", metavar="FILE", help="the store (default: $CIRCLET_STORE, or circlet.db here)")
    if org:
        parser.add_argument("--org", metavar="ID", help="the organisation, where the store holds several")


if __name__ == "__main__":
    sys.exit(main())
