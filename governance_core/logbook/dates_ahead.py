"""What lies ahead of agreements: the days they are reviewed or end by themselves, and the ends of reviews."""

from collections.abc import Iterator, Sequence

from governance_core.circles.model import CIRCLES, Circles
from governance_core.dated import MOST, Ahead, Dated
from governance_core.kernel.time import local_date
from governance_core.logbook.reading import AgreementRow, ReadsLogbook
from governance_core.ports import Reader


def dates(ahead: Ahead, reader: Reader) -> Sequence[Dated]:
    """Of the agreements of these circles; a review that waits for somebody to see to it has no day."""
    if not ahead.circles:
        return ()
    circles: Circles = reader.state(CIRCLES)
    rows = reader.half(ReadsLogbook).due(ahead.circles, ahead.until, MOST)
    return [one for row in rows if not row.practice for one in _of(row, circles.zone_of(row.circle))]


def _of(row: AgreementRow, zone: str) -> Iterator[Dated]:
    if row.state == "in review":
        yield Dated(row.id, "review", row.circle, "Review closes", row.title, row.review_at)
    elif row.state == "in force":
        yield Dated(row.id, "review", row.circle, "Review", row.title, local_date(row.review_at, zone))
    if row.expires_at is not None:
        yield Dated(row.id, "expiry", row.circle, "Ends by itself", row.title, local_date(row.expires_at, zone))
