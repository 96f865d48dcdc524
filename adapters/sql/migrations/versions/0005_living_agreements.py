"""How agreements stand, their version, and when reviews that are going on are due; those of before get their alarms."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from adapters.sql.dialect import stored
from governance_core.logbook.dates import dates_then

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("agreements", sa.Column("state", sa.String, nullable=False, server_default="in force"))
    op.add_column("agreements", sa.Column("version", sa.Integer, nullable=False, server_default="1"))
    op.add_column("agreements", sa.Column("review_due", INSTANT, nullable=True))
    _set_alarms(op.get_bind())


def _set_alarms(connection: sa.Connection) -> None:
    """What was agreed before is reviewed too: nothing else would set these until its next event."""
    kept = "SELECT org, agreement, adopted_at, review_at, expires_at FROM agreements"
    for org, agreement, *dates in connection.exec_driver_sql(kept).all():
        for name, due in _alarms(*dates):
            connection.exec_driver_sql(
                "INSERT INTO alarms (org, stream, name, due) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (org, agreement, name, stored(due)),
            )


def _alarms(since: str, review_at: str, expires_at: str | None) -> Iterator[tuple[str, datetime]]:
    ends = _instant(expires_at) if expires_at else None
    dates = dates_then(_instant(since), _instant(review_at), ends)
    found: dict[str, Any] = {"review": dates.opens_at, "warning": dates.warns_at, "expiry": dates.expires_at}
    yield from ((name, due) for name, due in found.items() if due is not None)


def _instant(kept: str) -> datetime:
    return datetime.fromisoformat(kept).replace(tzinfo=UTC)
