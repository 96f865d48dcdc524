"""`circlet export` of the books: other programs read them, and come to the same balances as ours."""

import csv
import io
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from bot_program import Program
from hypothesis import given
from hypothesis import strategies as some
from real_hledger import balances, hledger, printed, refusal

from governance_core.budgets.export_csv import MARK, harmless

EXAMPLE = Path(__file__).parents[2] / "config.example.yaml"
HOSTILE = '=1+1;|\\"quoted\\", (a) {b} [c] ^d #e \uff1dSUM(A1) \\u202e @me 花园 | ; end'
REFERENCE = "=SEPA 1, (a)|b:c; d,e 5%, 100%2C"
BOOKS = [
    'fay: /budget allocate circle:commons amount:"1200 EUR" reason:"Grant of 2026"',
    "fay: /budget allocate circle:garden amount:450",
    'fay: /budget allocate circle:commons amount:"30000 JPY"',
    'fay: /budget allocate circle:commons amount:"1.5000 KWD"',
    'fay: /budget allocate circle:care amount:"50 EUR"',
    'fay: /books exchange circle:commons give:"100 EUR" get:"108.50 USD" source:"Bank, 3 March"',
    'fay: /books transfer circle:commons to:repair amount:"30 EUR"',
    "wait 40d",
    f'ben: /budget request circle:garden amount:"300.03 EUR" purpose:"{HOSTILE}" payee:"@Shop; Ltd | Co"',
    'ana: press "Approve" on B-1',
    f'fay: press "Record payment" on B-1 with ref:"{REFERENCE}" amount:"100.01 EUR"',
    'fay: press "Record refund" on B-1 with ref:"SEPA 2" amount:"10 EUR"',
    'ana: /budget return circle:garden amount:"20 EUR"',
    'fay: /budget allocate circle:garden amount:"7 EUR" every:monthly',
    'ana: /books correct circle:garden entry:13 reason:"A slip"',
]
PARTS = {"available": "assets:{}:available", "reserved": "assets:{}:reserved", "committed": "assets:{}:committed"}


@pytest.fixture(scope="session")
def kept_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("books")
    shutil.copy(EXAMPLE, folder / "config.yaml")
    ran = Program(folder).talk(*BOOKS)
    assert ran.code == 0, ran.out
    assert [one for one in ran.records if one["kind"] in ("refusal", "error")] == []
    return folder / "circlet.db"


@pytest.fixture
def books(kept_books: Path, tmp_path: Path) -> Program:
    """Three currencies, a private circle, a request with hostile words that was paid in part, and a refund."""
    shutil.copy(kept_books, tmp_path / "circlet.db")
    return Program(tmp_path)


def exported(books: Program, *arguments: str, form: str = "hledger") -> Path:
    ran = books.call("export", "--format", form, "--out", "books.journal", *arguments)
    assert ran.code == 0, ran.err
    return books.folder / "books.journal"


def ours(books: Program) -> dict[tuple[str, str], str]:
    """What the ledger's rows add up to, by account and unit, reckoned here and not by the program."""
    found: dict[tuple[str, str, str], int] = {}
    exponents: dict[str, int] = {}
    rows = books.rows("SELECT minor, unit, exponent, from_circle, from_part, to_circle, to_part FROM ledger")
    for minor, unit, exponent, *sides in rows:
        exponents[unit] = exponent
        for circle, part, sign in ((sides[0], sides[1], -1), (sides[2], sides[3], 1)):
            key = (circle, part, unit)
            found[key] = found.get(key, 0) + sign * minor
    return {
        (_account(circle, part), unit): _digits(minor, exponents[unit]) for (circle, part, unit), minor in found.items()
    }


def _account(circle: str, part: str) -> str:
    if not circle:
        return "equity:outside" if part == "available" else f"equity:outside:{part}"
    return f"expenses:{circle}" if part == "spent" else PARTS[part].format(circle)


def _digits(minor: int, exponent: int) -> str:
    return f"{minor / 10**exponent:.{exponent}f}" if minor else "0"


def same(theirs: dict[tuple[str, str], str], mine: dict[tuple[str, str], str]) -> None:
    nothing = {"0", "0.00", "0.000", ""}
    shown = {key: amount for key, amount in theirs.items() if amount not in nothing}
    assert shown == {key: amount for key, amount in mine.items() if amount not in nothing}


def test_hledger_comes_to_our_balance_of_every_account(books: Program) -> None:
    program, mine = hledger(), ours(books)
    same(balances(program, exported(books, "--private")), mine)
    assert mine["expenses:garden", "EUR"] == "90.01"
    assert mine["assets:commons:available", "KWD"] == "1.500"
    assert mine["assets:commons:available", "JPY"] == "30000"
    assert mine["assets:commons:available", "USD"] == "108.50"


def test_hledger_refuses_books_in_which_anything_was_changed(books: Program) -> None:
    program, file = hledger(), exported(books, "--private")
    assert refusal(program, file) == ""
    whole = file.read_text("utf-8")
    for amount in ("450.00", "100.01", "30000", "1.500"):
        file.write_text(whole.replace(f"  {amount} ", "  1 ", 1).replace(f"  -{amount} ", "  -1 ", 1), "utf-8")
        assert refusal(program, file) != "", amount
    lost = whole.split("\n\n")
    for entry in range(1, len(lost) - 1):
        file.write_text("\n\n".join((*lost[:entry], *lost[entry + 1 :])), "utf-8")
        assert refusal(program, file) != "", lost[entry]


def test_a_private_circle_has_no_name_unless_it_is_asked_for(books: Program) -> None:
    program, file = hledger(), exported(books)
    assert "care" not in file.read_text("utf-8").casefold()
    mine = ours(books)
    mine["equity:private-circles", "EUR"] = mine.pop(("assets:care:available", "EUR"))
    same(balances(program, file), mine)


def test_hledger_finds_a_payment_by_what_it_is_called_outside(books: Program) -> None:
    """A tag ends at a comma, so that is spelled otherwise; every sign of it comes back."""
    program, file = hledger(), exported(books, "--private")
    spelled = REFERENCE.replace("%", "%25").replace(",", "%2C")
    found = printed(program, file, f"tag:reference=^{re.escape(spelled)}$")
    assert "expenses:garden" in found
    [written] = re.findall("reference:([^,\n]+)", found)
    assert unquote(written) == REFERENCE
    assert printed(program, file, "tag:reference=SEPA 2").count("expenses:garden") == 1


def test_books_of_a_period_begin_with_what_was_there(books: Program) -> None:
    program, file = hledger(), exported(books, "--circle", "garden", "--period", "Apr 2040 to Dec 2040")
    found = balances(program, file)
    assert found["equity:opening", "EUR"] == "-450.00"
    assert {key: amount for key, amount in found.items() if "garden" in key[0] and amount != "0"} == {
        key: amount for key, amount in ours(books).items() if "garden" in key[0] and amount != "0"
    }
    before = exported(books, "--circle", "garden", "--period", "March 2040")
    assert balances(program, before)["assets:garden:available", "EUR"] == "450.00"


def test_beancount_reads_them_too(books: Program) -> None:
    loader = pytest.importorskip("beancount.loader", reason="there is no beancount")
    file = exported(books, "--private", form="beancount")
    entries, errors, _ = loader.load_file(str(file))
    assert errors == []
    assert sum(type(one).__name__ == "Transaction" for one in entries) == len(books.rows("SELECT 1 FROM ledger"))
    called = {one.meta["reference"] for one in entries if "reference" in one.meta}
    assert called == {REFERENCE, "SEPA 2"}
    file.write_text(file.read_text("utf-8").replace("100.01 EUR", "100.02 EUR"), "utf-8")
    assert loader.load_file(str(file))[1] != []


def test_a_spreadsheet_reads_every_entry_and_no_formula(books: Program) -> None:
    file = exported(books, "--private", form="csv")
    written = file.read_bytes().decode("utf-8")
    assert written.startswith(MARK)
    assert written.count("\r\n") == written.count("\n")
    rows = list(csv.DictReader(io.StringIO(written.removeprefix(MARK), newline="")))
    assert [int(row["number"]) for row in rows] == list(range(1, len(rows) + 1))
    asked = next(row for row in rows if row["entry"] == "reservation")
    assert asked["payee"] == "'@Shop; Ltd | Co"
    assert asked["purpose"].startswith("'=1+1;|")
    assert (asked["amount"], asked["decision"], asked["by"]) == ("300.03", "B-1", "ben")
    called = {row["entry"]: row["reference"] for row in rows if row["reference"]}
    assert called == {"payment": f"'{REFERENCE}", "refund": "SEPA 2"}


SIGNS = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
UNSEEN = ["", " ", "\u200b", "\ufeff", '"']


@given(some.text(max_size=20), some.sampled_from(SIGNS), some.sampled_from(UNSEEN))
def test_no_cell_begins_a_formula(words: str, sign: str, before: str) -> None:
    assert harmless(f"{before}{sign}{words}").startswith("'")


def test_plain_words_stay_as_they_are() -> None:
    for words in ("", "Seeds", "2026", "Ana's list", "花园", "a=b", "12.50"):
        assert harmless(words) == words


def test_what_cannot_be_written_is_said(books: Program) -> None:
    said = {
        ("--format", "csv", "books"): "The books are one file: circlet export --format csv --out books.",
        ("--circle", "garden"): "--circle and --period choose among the books: --format csv, hledger, beancount.",
        ("--format", "csv", "--circle", "gardn"): "There is no circle gardn. There are: commons, garden, repair.",
        ("--format", "csv", "--circle", "care"): "Care is private. Add --private if its books may be written out.",
        ("--format", "csv", "--period", "soon"): "soon is no time that can be looked in.",
    }
    for arguments, words in said.items():
        ran = books.call("export", *arguments)
        assert (ran.code, ran.out) == (1, "")
        assert words in ran.err
