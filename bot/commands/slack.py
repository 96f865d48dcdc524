"""`circlet slack manifest`: what an app on Slack is made from."""

import json
import os
import re
from argparse import Namespace

from adapters.slack.manifest import manifest
from adapters.slack.serving import EVENTS_PATH
from bot.commands.check import checked
from bot.compose import SLACK_PREFIX_VARIABLE
from bot.config import people_on_slack
from bot.failure import Failure
from bot.slack import grammar_of, shortcuts
from governance_core.application.catalogue import catalogue

_LONGEST_PREFIX = 12


def main(given: Namespace) -> int:
    """Print the manifest as JSON, which Slack takes where an app is made "from a manifest"."""
    prefix = os.environ.get(SLACK_PREFIX_VARIABLE, "") if given.prefix is None else given.prefix
    if not re.fullmatch(f"[a-z0-9-]{{0,{_LONGEST_PREFIX}}}", prefix):
        raise Failure(f"A prefix has at most {_LONGEST_PREFIX} lower-case letters, digits and hyphens, such as acme-.")
    address = given.address.rstrip("/") + EVENTS_PATH if given.address else ""
    features = catalogue()
    hears = people_on_slack(checked(given.config)) if given.config else False
    made = manifest(grammar_of(features, prefix), shortcuts(features), address=address, hears_people=hears)
    print(json.dumps(made, indent=2, ensure_ascii=False))
    return 0
