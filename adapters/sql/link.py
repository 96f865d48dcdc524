"""One connection to the store, with the SQLModel sessions that borrow it and never end its transactions."""

from functools import cached_property

from sqlalchemy import Engine, StaticPool, create_engine
from sqlmodel import Session

from adapters.sql.dialect import Connection


class Link:
    """A connection, and an engine on it that is made when the first session is asked for."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @cached_property
    def engine(self) -> Engine:
        """An engine whose only connection is this one. Our own BEGIN and COMMIT govern it."""
        return create_engine("sqlite://", creator=lambda: self.connection, poolclass=StaticPool)

    def session(self) -> Session:
        """A session that sees what the transaction sees, and reads only."""
        return Session(self.engine, autoflush=False, expire_on_commit=False)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()
