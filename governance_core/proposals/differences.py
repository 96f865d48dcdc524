"""What changed from one text of a proposal to another, part by part."""

from governance_core.cards.card import Block
from governance_core.cards.difference import difference
from governance_core.proposals.wording_model import Wording


def wording_difference(old: Wording, new: Wording, old_version: int, new_version: int) -> tuple[Block, ...]:
    """What changed from one version of the text to another, part by part."""
    return what_changed(old, new, f"version {old_version} → {new_version}")


def what_changed(old: Wording, new: Wording, span: str) -> tuple[Block, ...]:
    """The difference between two texts, part by part; `span` says which two."""
    parts = {
        "Title": (old.title, new.title),
        "Driver": (old.driver, new.driver),
        "Proposal": (old.text, new.text),
        "Review": (old.review, new.review),
        "Expiry": (old.expiry, new.expiry),
        "Measured by": (old.criteria, new.criteria),
        "Put off": (old.deferred, new.deferred),
        "Left to others": (old.delegated, new.delegated),
    }
    found = (difference(f"{name}, {span}", before, after) for name, (before, after) in parts.items())
    return tuple(diff for diff in found if diff is not None)
