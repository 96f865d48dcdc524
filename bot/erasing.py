"""Takes a person out: they leave by command, and the last config file applied knows them no longer."""

import json
from typing import Any

from bot.config import Document
from governance_core.application.transaction import Transaction
from governance_core.circles.messages import DescribeOrganisation
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Features
from governance_core.kernel.ids import CONFIG, PersonId
from governance_core.people.messages import EraseMember
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Work


def take_out(person: PersonId, work: Work, features: Features) -> None:
    """What precedes the blanking, in the same transaction. Raises Unknown."""
    everybody: People = work.state(PEOPLE)
    called = everybody.handle(person)
    transaction = Transaction(work, features)
    transaction.carry_out(EraseMember(person=person), CONFIG)
    circles: Circles = transaction.state(CIRCLES)
    told = circles.organisation
    if person in told.admins:
        left = tuple(admin for admin in told.admins if admin != person)
        described = DescribeOrganisation(name=told.name, zone=told.zone, language=told.language, admins=left)
        transaction.carry_out(described, CONFIG)
    transaction.save(work)
    applied = work.applied()
    if applied is not None:
        without = json.dumps(_without(json.loads(applied.document), called), ensure_ascii=False, sort_keys=True)
        if without != applied.document or applied.file:
            work.keep_applied(without, "")


def _without(document: Document, person: str) -> Document:
    """A document that never named the person."""
    organisation = document["organisation"]
    return document | {
        "organisation": organisation | {"admins": [one for one in organisation["admins"] if one != person]},
        "members": {name: one for name, one in document["members"].items() if name != person},
        "circles": {name: _circle_without(one, person) for name, one in document["circles"].items()},
    }


def _circle_without(circle: dict[str, Any], person: str) -> dict[str, Any]:
    return circle | {
        "members": [one for one in circle["members"] if one != person],
        "roles": {role: holder for role, holder in circle["roles"].items() if holder != person},
    }
