"""`circlet show` and `circlet list`: what is in the store, as a member or the public may see it."""

from argparse import Namespace

from bot.commands.opened import opened
from bot.failure import Failure
from governance_core.application.ask import complete
from governance_core.application.identity import identified
from governance_core.application.queries import answer, refusal_words, show
from governance_core.application.viewer import eyes
from governance_core.cards.card import Card
from governance_core.cards.form import Ask
from governance_core.cards.plain import plain_card, plain_text
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Features
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, item_id
from governance_core.kernel.message import Query
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader


def main(given: Namespace) -> int:
    """Print the card in words."""
    by = Actor.of_account("console", given.person or "")

    def look(reader: Reader) -> str:
        circles: Circles = reader.state(CIRCLES)
        everybody: People = reader.state(PEOPLE)
        viewer = eyes(everybody.known_as(given.person or ""), circles.organisation.zone, reader)
        if given.person and identified(by, reader).person is None:
            raise Failure(f"There is no member {given.person} here. Ids of members are those of the config file.")
        try:
            return plain_card(_card(given, by, reader, made.features), viewer, limit=100_000)
        except Refusal as refusal:
            raise Failure(plain_text(refusal_words(refusal), viewer)) from None

    with opened(given) as made:
        print(made.store.read_now(made.org, look))
    return 0


def _card(given: Namespace, by: Actor, reader: Reader, features: Features) -> Card:
    if given.command == "show":
        stream = item_id(given.id)
        if stream is None:
            raise Failure(f"{given.id} is no id. Ids look like P-42 or D-31.")
        return show(stream, by, reader, features)
    raw = {name: value for name, value in (("circle", given.circle), ("state", given.state)) if value}
    made = complete("proposal.list", raw, by, reader, features)
    if isinstance(made, Ask):
        raise Failure(" ".join(asked.complaint for asked in made.complaints))
    assert isinstance(made, Query), "a list is a query"
    return answer(made, by, reader, features)
