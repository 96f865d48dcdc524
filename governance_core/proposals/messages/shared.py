"""Questions that many messages about proposals ask."""

from governance_core.cards.form import Hidden, Lookup, Question

ID = Question(Lookup("proposal"), "Proposal")
SEEN_VERSION = Question(Hidden())
