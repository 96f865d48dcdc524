"""Register files as one register, and the store underneath them."""

from types import SimpleNamespace

import pytest
from store_toy import ORG, Counted, Ended, Noted, Totals, Toys, record

from adapters.sql.register import Register
from adapters.sql.tables import table_of
from governance_core.ports import Recorded


def file(**parts):
    return SimpleNamespace(**{"TABLES": (), "PROJECTIONS": {}, "HALVES": {}, **parts})


def test_several_files_may_follow_one_event_and_nobody_need_follow_it():
    heard = []
    first = file(
        PROJECTIONS={Counted: lambda connection, org, recorded: heard.append(("first", org, recorded.version))}
    )
    second = file(
        PROJECTIONS={Counted: lambda connection, org, recorded: heard.append(("second", org, recorded.version))}
    )
    register = Register([first, second])
    register.project(None, ORG, Recorded("T-1", 3, None, "clock", Counted()))
    register.project(None, ORG, Recorded("T-1", 4, None, "clock", Ended()))
    assert heard == [("first", ORG, 3), ("second", ORG, 3)]
    assert register.follows(Counted)
    assert not register.follows(Ended)


def test_two_files_cannot_implement_the_same_reading_half():
    with pytest.raises(ValueError, match="two register files implement"):
        Register([file(HALVES={Totals: object}), file(HALVES={Totals: object})])


def test_tables_of_all_files_are_known():
    assert Register([Toys, file()]).tables == Toys.TABLES


def test_only_tables_are_tables():
    with pytest.raises(TypeError, match="is not a table"):
        table_of(object)


def test_a_projection_that_fails_undoes_the_whole_job(store):
    def job(work):
        record(work, "T-1", Counted())
        record(work, "T-2", Noted(person="ben", words="x"))
        record(work, "T-2", Noted(person=None, words="the table wants a person"))

    with pytest.raises(Exception, match="NOT NULL"):
        store.transact_now(ORG, job)
    assert store.orgs() == ()
    assert store.read_now(ORG, lambda reader: reader.half(Totals).above(0)) == []
