"""What can be asked of and said about digests."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from governance_core.cards.form import Hidden, Lookup, Moment, Question
from governance_core.digests.model import Earlier, Section
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Command, Event, Query, ask, event, message

_CIRCLE = Question(Lookup("circle"), "Circle")
_NOBODY = frozenset({"policy"})
_CLOCK = frozenset({"clock"})


@message(
    "digest.show",
    "What a circle should know now: what needs it, closes soon, was decided",
    path="circle digest",
    action="digest",
    argument="stretch",
    example="/circle digest circle:garden",
)
class ShowDigest(Query):
    """The digest as it would be sent now, to the viewer alone; who answers for the circle sees what concerns them.

    `stretch` is what one that was sent told of (`digests.model.stretch`), so that its lead can read it in their way.
    """

    circle: CircleId = ask(_CIRCLE)
    stretch: str = ask(Question(Hidden()), default="")


@message(
    "digest.overview",
    "Every circle in a line: what needs somebody, what was decided, how its money and check-ins go",
    path="circle overview",
    action="overview",
    argument="page",
    example="/circle overview",
)
class ShowOverview(Query):
    """The circles below one, or all there are, that the viewer may see; by the page."""

    circle: CircleId | None = ask(Question(Lookup("circle"), "Circle", "Blank for all"), default=None)
    page: str = ask(Question(Hidden()), default="")


@message(
    "digest.now",
    "Send a circle its digest now (lead, facilitator, secretary)",
    path="circle digest-now",
    action="digest-now",
    title="Send the digest",
    submit="Send it",
    argument="circle",
    example="/circle digest-now circle:garden",
)
class SendDigestNow(Command):
    """Everything since the last digest, now; the next one tells what happens from now on."""

    circle: CircleId = ask(_CIRCLE)


@message(
    "digest.later",
    "Put a circle's next digest off, or skip it (lead, facilitator, secretary)",
    path="circle digest-later",
    action="digest-later",
    title="Put the next digest off",
    submit="Put it off",
    argument="circle",
    always_asks=True,
    example="/circle digest-later circle:garden until:friday",
)
class PutOffDigest(Command):
    """It tells then what it would have told, and what happened since; skipped, the one after it does."""

    circle: CircleId = ask(_CIRCLE)
    until: str | None = ask(
        Question(Moment(), "Until", "friday 09:00, in 3 days, 2026-12-01; blank skips it"), default=None
    )


@message("digest.follow", "A circle's digest follows its rules", pressed_by=_NOBODY)
class FollowCircle(Command):
    """The schedule is looked up anew."""

    circle: CircleId


@message("digest.send", "Digests are due", pressed_by=_CLOCK)
class SendDigests(Command):
    """Every digest that is due is sent, one for all that was missed."""


@event("digest.scheduled")
class DigestScheduled(Event):
    """A circle has a digest by the schedule its rules say (`written`), counted from a day, due next at `due` (UTC).

    The first one tells what happened after `since`.
    """

    circle: CircleId
    written: str
    cadence: str
    zone: str
    due: datetime | None
    since: datetime


@event("digest.stopped")
class DigestStopped(Event):
    """A circle has no digest any more."""

    circle: CircleId


@event("digest.sent")
class DigestSent(Event):
    """A circle is told what happened after `since` and up to `until`; the next is due at `due` (UTC).

    What the circle is told is in `sections`, what each is told who answers for it in `leads`: figures as of `until`,
    without the words of people. `direct` are those of them who asked for direct messages, with the platform. It stands
    for so many digests that were `missed` before it. Those in `later` get theirs at that instant (UTC), and those in
    `earlier` one for the last as well. `alone` when the place hears nothing, as all that happened did in circles below.
    """

    circle: CircleId
    since: datetime
    until: datetime
    due: datetime | None
    direct: Mapping[PersonId, str]
    by: PersonId | None = None
    sections: tuple[Section, ...] = ()
    leads: Mapping[PersonId, tuple[Section, ...]] = field(default_factory=dict)
    missed: int = 0
    later: Mapping[PersonId, datetime] = field(default_factory=dict)
    alone: bool = False
    earlier: Mapping[PersonId, Earlier] = field(default_factory=dict)


@event("digest.handed")
class DigestHanded(Event):
    """Somebody who answers for a circle gets the digest that was put by for them."""

    circle: CircleId
    person: PersonId
    platform: str
    since: datetime
    until: datetime
    missed: int
    sections: tuple[Section, ...]


@event("digest.skipped")
class DigestSkipped(Event):
    """Nothing happened in a circle from `since` to `until`; the next is due at `due` (UTC).

    Nothing was said of it, or (`said`) just that.
    """

    circle: CircleId
    since: datetime
    until: datetime
    due: datetime | None
    said: bool = False


@event("digest.put_off")
class DigestPutOff(Event):
    """The next digest of a circle is due at another instant (UTC), later or instead of one that is `skipped`."""

    circle: CircleId
    due: datetime
    by: PersonId | None
    skipped: bool = False
