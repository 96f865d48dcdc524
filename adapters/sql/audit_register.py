"""Checking the register: project the whole journal once more, into temporary tables, and compare."""

from collections.abc import Iterator

from adapters.sql.dialect import Connection
from adapters.sql.errors import Unreadable
from adapters.sql.program import Program
from adapters.sql.rebuild import project_all, register_tables
from adapters.sql.word_index import finding

_TABLE = "SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = ?"
_UNIQUE = "SELECT sql FROM main.sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql LIKE 'CREATE UNIQUE %'"


def register_findings(connection: Connection, program: Program, org: str) -> list[str]:
    """Tables whose rows are not those the journal gives. Temporary tables stand in front of the real ones meanwhile."""
    tables = register_tables(program)
    index = finding(connection, org)
    for table in tables:
        _copy_shape(connection, table)
    try:
        project_all(connection, program, org)
        differing = [one for table in tables for one in _differences(connection, table, org)]
        return [*differing, index] if index else differing
    except Unreadable:  # the check of its stream says so
        return ["the register could not be checked, because an event cannot be read"]
    except Exception as error:  # a projection may stumble in any way over what was never written
        return [f"the register could not be checked: {type(error).__name__}: {error}"]
    finally:
        for table in tables:
            connection.execute(f'DROP TABLE temp."{table}"')


def _copy_shape(connection: Connection, table: str) -> None:
    made = connection.execute(_TABLE, (table,)).fetchone()[0]
    connection.execute(made.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
    for (index,) in connection.execute(_UNIQUE, (table,)).fetchall():  # ON CONFLICT needs them
        connection.execute(index.replace("CREATE UNIQUE INDEX ", "CREATE UNIQUE INDEX temp.", 1))


def _differences(connection: Connection, table: str, org: str) -> Iterator[str]:
    for one, other, what in (("temp", "main", "missing or wrong"), ("main", "temp", "not what the journal says")):
        rows = _only_in(connection, table, one, other, org)
        if rows:
            example = ", ".join(str(value) for value in rows[0][1:4])
            yield f"register table {table}: {len(rows)} rows are {what}, such as {example}"


def _only_in(connection: Connection, table: str, one: str, other: str, org: str) -> list[tuple[object, ...]]:
    here, there = f'{one}."{table}"', f'{other}."{table}"'
    statement = f"SELECT * FROM {here} WHERE org = ? EXCEPT SELECT * FROM {there} WHERE org = ?"  # noqa: S608
    return connection.execute(statement, (org, org)).fetchall()
