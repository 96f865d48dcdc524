"""A pytest plugin that counts what was skipped; with the schemas at hand, a skipped contract test fails the run."""

import os
from pathlib import Path

import pytest


def schemas() -> Path:
    return Path(os.environ.get("CIRCLET_CONTRACTS", "../shared/contracts"))


def is_contract(report: pytest.TestReport | pytest.CollectReport) -> bool:
    """A module that skips itself as a whole has no marks yet: there the source must do."""
    if isinstance(report, pytest.TestReport):
        return "contract" in report.keywords
    path = Path(report.nodeid.partition("::")[0])
    return path.is_file() and "mark.contract" in path.read_text(encoding="utf-8")


class Skips:
    def __init__(self) -> None:
        self.skipped: dict[str, bool] = {}

    def note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped[report.nodeid] = is_contract(report)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.note(report)

    @property
    def missing(self) -> list[str]:
        """Contract tests that had the schemas and were skipped all the same."""
        return [name for name, contract in self.skipped.items() if contract] if schemas().is_dir() else []

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.missing and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        of_contract = sum(self.skipped.values())
        terminalreporter.write_line(f"skipped: {len(self.skipped)}, of them contract tests: {of_contract}")
        for name in self.missing:
            terminalreporter.write_line(f"FAILED: skipped, though {schemas()} is here: {name}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Skips(), "circlet-skips")
