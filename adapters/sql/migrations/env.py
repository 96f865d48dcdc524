"""Tells alembic where to run: on the connection it was handed, inside the transaction that is open there."""

from alembic import context
from sqlmodel import SQLModel

import adapters.sql.tables  # noqa: F401  the models must be known before anything is compared

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata", SQLModel.metadata),
    render_as_batch=True,
    include_name=lambda name, kind, _: kind != "table" or name in context.config.attributes.get("only", {name}),
)
context.run_migrations()
