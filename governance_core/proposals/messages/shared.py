"""Questions that many messages about proposals ask."""

from governance_core.cards.form import Hidden, Lookup, Question

ID = Question(Lookup("proposal"), "Proposal")
ROUND = Question(
    Lookup("round", "No round is open that you may answer. /proposal list shows what there is."), "Proposal"
)
SEEN_VERSION = Question(Hidden())
OBJECTION = Question(Lookup("objection"), "Objection", "Its number, where there are several", form=False)
