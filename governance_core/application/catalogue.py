"""All features of the program, in one place: the list a new feature is added to."""

from governance_core.actions.feature import ACTIONS
from governance_core.application.queries import hub
from governance_core.blockers.feature import BLOCKERS
from governance_core.budgets.feature import BUDGETS
from governance_core.budgets.request_feature import REQUESTS
from governance_core.budgets.request_lists import REQUEST_LISTS
from governance_core.budgets.statement_feature import STATEMENTS
from governance_core.caretaker import Caretaker, NoCaretaker
from governance_core.checkin_policies import checkins_asking
from governance_core.checkins.feature import CHECKINS
from governance_core.circles.feature import CIRCLES_FEATURE
from governance_core.circles.term_feature import TERMS
from governance_core.digests.feature import digests
from governance_core.feature import Features
from governance_core.feeds.feature import feeds
from governance_core.logbook.feature import LOGBOOK
from governance_core.metrics.feature import metrics
from governance_core.people.feature import PEOPLE_FEATURE
from governance_core.proposals.drafts import DRAFTS
from governance_core.proposals.feature import PROPOSALS
from governance_core.searching.feature import SEARCHING
from governance_core.setup.feature import SETTING_UP
from governance_core.things.feature import THINGS
from governance_core.upkeep.feature import upkeep


def catalogue(caretaker: Caretaker | None = None) -> Features:
    """Every feature, and those that gather from them: upkeep, and the hub. `caretaker` knows the running program."""
    decisions = (PROPOSALS, DRAFTS, LOGBOOK, TERMS, SEARCHING)
    money = (BUDGETS, STATEMENTS, REQUEST_LISTS, REQUESTS)
    together = (*money, THINGS, CHECKINS, BLOCKERS, ACTIONS, metrics(checkins_asking))
    features = (PEOPLE_FEATURE, CIRCLES_FEATURE, *decisions, *together, SETTING_UP)
    caretaker = caretaker or NoCaretaker()
    told = (*features, digests(features), feeds(caretaker))
    with_upkeep = (*told, upkeep(told, caretaker))
    return Features((*with_upkeep, hub(with_upkeep, caretaker)), caretaker.speaks_on)
