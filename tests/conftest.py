"""What all tests share: a new store gets its tables at once, as the migrations made them once for the whole run."""

import gc
from collections.abc import Callable, Generator, Iterator

import pytest
from hypothesis import HealthCheck, settings

import adapters.sql.upgrade
from adapters.sql import schema
from adapters.sql.dialect import Connection

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
"""A busy machine is no fault of the code; a test that hangs ends by its time limit."""

_REAL = adapters.sql.upgrade.upgrade


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Each of several workers begins to read elsewhere, so that one compiles what the others find compiled."""
    report = yield
    worker = getattr(collector.config, "workerinput", None)
    if worker is not None and isinstance(collector, pytest.Dir | pytest.Session) and report.passed:
        number = int(worker["workerid"].removeprefix("gw"))
        at = len(report.result) * number // worker["workercount"]
        report.result = [*report.result[at:], *report.result[:at]]
    return report


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All workers run the tests in one order, whichever they read first."""
    items.sort(key=lambda item: item.path)


@pytest.fixture(scope="session")
def made_by_migrations(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A new store that went through every migration."""
    connection = schema.opened(tmp_path_factory.mktemp("migrated") / "circlet.db")
    yield connection
    connection.close()


@pytest.fixture(scope="session", autouse=True)
def tables_at_once(made_by_migrations: Connection) -> Iterator[None]:
    """Migrations take a quarter of a second for a store, and the tests make thousands of them."""
    adapters.sql.upgrade.upgrade = _at_once(made_by_migrations)
    yield
    adapters.sql.upgrade.upgrade = _REAL


@pytest.fixture
def by_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of the migrations themselves: they run for every store."""
    monkeypatch.setattr(adapters.sql.upgrade, "upgrade", _REAL)


def _at_once(empty_store: Connection) -> Callable[[Connection], None]:
    def upgrade(connection: Connection) -> None:
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return _REAL(connection)
        empty_store.backup(connection)
        return None

    return upgrade


def pytest_collection_finish() -> None:
    """What was collected stays for as long as tests run: to look through it for garbage again and again takes long."""
    gc.collect()
    gc.freeze()
