"""All features of the program, in one place: the list a new feature is added to."""

from governance_core.application.queries import hub
from governance_core.circles.feature import CIRCLES_FEATURE
from governance_core.feature import Features
from governance_core.logbook.feature import LOGBOOK
from governance_core.people.feature import PEOPLE_FEATURE
from governance_core.proposals.drafts import DRAFTS
from governance_core.proposals.feature import PROPOSALS
from governance_core.setup.feature import SETTING_UP


def catalogue() -> Features:
    """Every feature, and the hub that gathers from them."""
    features = (PEOPLE_FEATURE, CIRCLES_FEATURE, PROPOSALS, DRAFTS, LOGBOOK, SETTING_UP)
    return Features((*features, hub(features)))
