"""`circlet talk`: a script played line by line, and all that anyone saw as JSON, one object a line."""

import json
import re
import tempfile
from pathlib import Path

import pytest
from bot_program import CREATE, SECRET, Program

KINDS = {"card", "edit", "whisper", "refusal", "announce", "reminder", "form", "list", "error"}
ROUND = (
    "clock 2026-03-02 09:00 Europe/Lisbon",
    CREATE,
    'ben: press "Consent" on P-1',
    'dee: press "Object" on P-1 with harm:"The pump is booked on Thursdays" safe:"Another day"',
    'cem: press "Consent" on P-1',
    "# nothing happens here",
    "dee: /consent withdraw P-1 into:concern",
    "ana: /proposal show",
    "ana: /proposal list",
    "wait 2d",
    'ana: press "Consent" on P-1',
)


def play(program: Program, *lines: str, more: tuple[str, ...] = ("--json",)) -> tuple[str, ...]:
    (program.folder / "a.talk").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ("talk", "--config", "config.yaml", "--script", "a.talk", *more)


def test_everything_anyone_saw_is_one_object_a_line(program: Program) -> None:
    ran = program.run(*play(program, *ROUND))
    assert (ran.code, ran.err) == (0, "")
    assert ran.records
    for one in ran.records:
        assert list(one) == ["n", "at", "kind", "to", "ref", "text", "card"]
        assert one["kind"] in KINDS
        assert re.fullmatch(r"2026-03-0\dT\d\d:\d\d:\d\dZ", one["at"])
        assert re.fullmatch(r"[a-z]+@(console|discord|slack)", one["to"])
        assert one["text"]
        assert isinstance(one["card"], dict)
    assert {one["kind"] for one in ran.records} == KINDS - {"error"}
    by_line = {n: [(one["kind"], one["to"]) for one in ran.records if one["n"] == n] for n in range(1, 12)}
    assert by_line[2] == [("whisper", "ana@console"), ("card", "garden@console")]
    assert by_line[3] == [("whisper", "ben@console"), ("edit", "garden@console")]
    assert by_line[5] == [("refusal", "cem@console")]
    assert by_line[6] == by_line[1] == []
    assert by_line[8] == [("form", "ana@console")]
    assert by_line[9] == [("list", "ana@console")]
    assert by_line[10][0] == ("reminder", "garden@console")
    assert [one["ref"] for one in ran.only("card")] == ["P-1"]


def test_a_refusal_by_the_rules_is_no_failure(program: Program) -> None:
    ran = program.call(*play(program, "cem: /consent answer P-9 answer:consent", "zed@slack: /me inbox"))
    assert ran.code == 0
    assert [one["kind"] for one in ran.records] == ["refusal", "refusal"]


@pytest.mark.parametrize(
    "line,words",
    [
        ("frobnicate", "begins no line"),
        ("ana: frobnicate", "is nothing to do"),
        ('ana: press "Applaud" on P-1', 'there is no button "Applaud" on P-1'),
        ("leave zed", "there is no member zed"),
        ("clock 2020-01-01 09:00", "cannot go back"),
        ("config nowhere.yaml", "There is no such file"),
        ('ana: say "hi" in nowhere', "there is no home nowhere"),
        ("wait a bit", "expected wait"),
    ],
)
def test_a_line_that_cannot_be_carried_out_is_a_failure_and_the_others_go_on(
    program: Program, line: str, words: str
) -> None:
    ran = program.call(*play(program, CREATE, line, 'ben: press "Consent" on P-1'))
    assert ran.code == 1
    (error,) = ran.only("error")
    assert (error["n"], error["to"], error["ref"]) == (2, "", "")
    assert error["text"].startswith("line 2: ")
    assert words in error["text"]
    assert words in ran.err
    assert ran.records[-1]["n"] == 3
    assert error["at"][:4] != "1970"


def test_an_error_in_the_first_line_has_the_time_of_now(program: Program) -> None:
    ran = program.call(*play(program, "frobnicate"))
    assert ran.code == 1
    assert ran.records[0]["at"][:4] >= "2025"


def test_without_a_store_nothing_is_left(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    before = sorted(path.name for path in program.folder.iterdir())
    assert program.call(*play(program, CREATE)).code == 0
    assert list(temporary.iterdir()) == []
    assert sorted(path.name for path in program.folder.iterdir()) == sorted({*before, "a.talk"})
    assert program.call(*play(program, CREATE, more=("--json", "--store", ":memory:"))).code == 0
    assert not program.store.exists()
    assert not (program.folder / ":memory:").exists()


def test_with_a_store_it_goes_on_where_it_ended(program: Program) -> None:
    first = program.talk(CREATE, 'ben: press "Consent" on P-1')
    second = program.talk("wait 2d", 'dee: press "Consent" on P-1', 'ana: press "Consent" on P-1', "ana: open D-1")
    assert (first.code, second.code) == (0, 0)
    assert [one["to"] for one in second.only("reminder")] == ["garden@console"]
    assert "Consent (3): " in second.records[-1]["text"]
    assert "[adopted]" in program.call("show", "P-1").out
    assert program.call("audit").code == 0


def test_what_fell_due_meanwhile_happens_first_when_it_goes_on(program: Program) -> None:
    program.talk(CREATE, 'ben: press "Consent" on P-1')
    ran = program.talk("ana: /me inbox", clock="2040-03-12 09:00")
    assert ran.code == 0
    assert sorted(one["kind"] for one in ran.records if one["n"] == 1) == ["announce", "card", "reminder"]
    again = program.talk("ana: /me inbox", clock="2040-03-12 09:00")
    assert [one["kind"] for one in again.records] == ["list"]


def test_standard_input_is_played_as_it_comes(program: Program) -> None:
    with program.start("talk", "--config", "config.yaml", "--script", "-", "--json") as talk:
        assert talk.stdin is not None
        assert talk.stdout is not None
        for number, (line, kinds) in enumerate([(CREATE, ["whisper", "card"]), ("ben: /me inbox", ["list"])], 1):
            talk.stdin.write(line + "\n")
            talk.stdin.flush()
            for kind in kinds:
                record = json.loads(talk.stdout.readline())
                assert (record["n"], record["kind"]) == (number, kind)
        talk.stdin.close()
        assert talk.wait(20) == 0


def test_a_script_without_acts_shows_nothing(program: Program) -> None:
    for lines in ((), ("# only words", ""), ("clock 2026-03-02 09:00",)):
        ran = program.call(*play(program, *lines))
        assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_the_directors_lines(program: Program) -> None:
    other = program.folder / "other.yaml"
    other.write_text(program.config.read_text().replace("name: Garden", "name: Kitchen garden"))
    ran = program.call(
        *play(
            program,
            "clock 2026-03-02 09:00 Europe/Lisbon",
            "deliver twice",
            CREATE,
            "restart",
            "config other.yaml",
            "ana: /circle list",
            "leave ben",
            "ana: /consent status P-1",
            "wait until 2026-03-05 08:59",
            "wait 1m",
        )
    )
    assert (ran.code, ran.err) == (0, "")
    created = [one for one in ran.records if one["n"] == 3]
    assert [one["kind"] for one in created] == ["whisper", "card", "whisper"]
    assert "Kitchen garden" in next(one["text"] for one in ran.records if one["n"] == 6)
    assert "Ben" not in next(one["text"] for one in ran.records if one["n"] == 8 and one["kind"] == "card")
    assert [one["n"] for one in ran.records if "lapsed" in one["text"]] == [10, 10]


def test_a_config_file_that_is_refused_says_why_and_the_talk_goes_on(program: Program) -> None:
    bad = program.folder / "bad.yaml"
    bad.write_text(program.config.read_text().replace("zone: Asia/Tokyo", "zone: Asia/Tokio"))
    closing = program.folder / "closing.yaml"
    text = program.config.read_text()
    closing.write_text(text[: text.index("  care:")])
    ran = program.call(*play(program, SECRET, "config bad.yaml", "config closing.yaml", "dee: open P-1"))
    assert ran.code == 1
    first, second = ran.only("error")
    assert "bad.yaml:14:5 members.ben.zone" in first["text"]
    assert "Care cannot be closed" in second["text"]
    assert ran.records[-1]["kind"] == "card"


def test_as_a_page_to_read(program: Program) -> None:
    ran = program.call(*play(program, *ROUND, more=()))
    assert (ran.code, ran.err) == (0, "")
    assert all(line in ran.out for line in ROUND)
    assert "ana sees a whisper" in ran.out
    assert "    P-1 is open for answers until Thu 5 Mar 2026 09:00." in ran.out


def test_what_cannot_be_opened_is_said(program: Program) -> None:
    missing = program.call("talk", "--config", "config.yaml", "--script", "no.talk")
    assert (missing.code, missing.err) == (
        1,
        "circlet: The script no.talk cannot be read: No such file or directory.\n",
    )
    folder = program.call("talk", "--config", "config.yaml", "--script", ".")
    assert folder.err == "circlet: The script . cannot be read: Is a directory.\n"
    config = program.call("talk", "--config", "no.yaml", "--script", "-")
    assert config.code == 1
    assert "no.yaml: There is no such file." in config.err
    nowhere = program.call(*play(program, CREATE, more=("--store", "no/where.db")))
    assert nowhere.code == 1
    assert "no/where.db cannot be opened" in nowhere.err


def test_lines_may_end_in_any_way(program: Program) -> None:
    script = program.folder / "a.talk"
    script.write_bytes(b"\xef\xbb\xbfclock 2026-03-02 09:00 Europe/Lisbon\r\nana: /circle list\r\n\r\nana: /help")
    ran = program.call("talk", "--config", "config.yaml", "--script", "a.talk", "--json")
    assert (ran.code, [one["n"] for one in ran.records]) == (0, [2, 4])


def test_bytes_that_are_no_text_are_an_error_of_their_line(program: Program) -> None:
    script = b'ana: /circle list\nana: /circle show "\xff\xfe"\nana: /circle list\n'
    (program.folder / "a.talk").write_bytes(script)
    arguments = ("talk", "--config", "config.yaml", "--json", "--script")
    for ran in (program.call(*arguments, "a.talk"), program.run(*arguments, "-", typed=script, LC_ALL="C")):
        assert ran.code == 1
        assert [one["kind"] for one in ran.records] == ["list", "error", "list"]
        assert ran.records[1]["text"] == "line 2: this is not UTF-8 text; save the script as UTF-8"


def test_half_a_character_gets_through_as_the_escape_json_has_for_it(program: Program) -> None:
    """And every other one as itself, whatever the language of the terminal."""
    lines = (
        'ana: /circle show "\\ud800"',
        'ana: /proposal create circle:garden title:"Wässern 👩‍👧 مرحبا" driver:d text:t',
    )
    ran = program.call(*play(program, *lines), encoding="ascii")
    assert (ran.code, ran.err) == (0, "")
    assert ran.records[0]["card"]["questions"][0]["value"] == "\ud800"
    assert "half a character" in ran.records[0]["text"]
    assert "Wässern 👩‍👧 مرحبا" in ran.only("card")[0]["text"]
    assert program.call(*play(program, *lines, more=()), encoding="ascii").code == 0


LONG = {
    "words": "Wir gießen die Beete. " * 500,
    "one word": "x" * 10_000,
    "right to left": "نسقي الأحواض يوم الاثنين " * 400,
    "families": "👩‍👩‍👧‍👦" * 1000,
    "lines": "Mon\nThu\n" * 1250,
    "control characters": "a\x00b\x1b[2J\x07\x7f" * 1000,
    "turning around": "\u202esafe.txt\u2066" * 1000,
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_text_is_kept_whole_and_shown_shortened_with_the_way_to_the_whole(program: Program, name: str) -> None:
    text = LONG[name]
    quoted = json.dumps(text)
    ran = program.talk(
        f"ana: /proposal create circle:garden title:{quoted} driver:{quoted} text:{quoted}",
        f'dee: press "Object" on P-1 with harm:{quoted} safe:{quoted}',
        'ben: press "Read in full" on P-1',
        'dee: press "Withdraw objection" on P-1 with into:consent',
        *(f'{who}: press "Consent" on P-1' for who in ("ana", "ben")),
        "ben: open D-1",
        'ben: press "Read in full" on D-1',
    )
    assert (ran.code, ran.err) == (0, "")
    for card in (*ran.only("card"), *ran.only("edit"), *ran.only("announce")):
        if card["n"] not in (4, 9):
            assert len(card["text"]) < 5000
            assert "\x1b" not in card["text"]
            assert "\u202e" not in card["text"]
    (first,) = [one for one in ran.only("card") if one["n"] == 2]
    assert first["text"].count("…") >= 3
    assert "read in full" in first["text"].lower()
    assert [one["whole"] for one in first["card"]["blocks"] if one["block"] == "quote"] == ["c1|P-1|1|read"] * 2
    seen = text.replace("\x00", "␀").replace("\x1b", "␛").replace("\x07", "␇").replace("\x7f", "␡")
    seen = seen.replace("\u202e", "").replace("\u2066", "")
    for n, whole in ((4, "P-1"), (9, "D-1")):
        (full,) = [one for one in ran.records if one["n"] == n]
        assert full["ref"] == whole
        assert full["text"].count(seen) >= 3
    kept = dict(program.rows("SELECT slot, text FROM personal_texts WHERE stream = 'P-1'"))
    assert (kept["driver"], kept["text"], kept["harm"], kept["safe"]) == (text, text, text, text)
    assert kept["title"] == text.strip()
    assert program.call("audit").code == 0
    assert program.call("show", "D-1").code == 0


def test_the_longest_text_is_kept_whole(program: Program) -> None:
    text = "y" * 100_000
    ran = program.talk(f"ana: /proposal create circle:garden title:x driver:d text:{text}", "ben: /proposal read P-1")
    assert text in ran.records[-1]["text"]
    assert (text,) in program.rows("SELECT text FROM personal_texts")


def test_one_character_too_many_is_given_back_in_the_form(program: Program) -> None:
    ran = program.talk(f"ana: /proposal create circle:garden title:x driver:y text:{'z' * 100_001}")
    (form,) = ran.only("form")
    assert "This is 100,001 characters long; at most 100,000 can be kept." in form["text"]
    assert max(len(one["value"]) for one in form["card"]["questions"]) == 100_001
    assert program.rows("SELECT COUNT(*) FROM proposals") == [(0,)]


def test_a_private_circle_is_played_in_its_own_home_only(program: Program) -> None:
    ran = program.talk(SECRET, "ana: open P-1", "ana: /proposal list", 'cem: press "Consent" on P-1', "wait 10d")
    assert ran.code == 0
    for one in ran.records:
        if "Hush" in one["text"] or "Hush" in json.dumps(one["card"]):
            assert one["to"] in ("care@console", "dee@console", "cem@console")
    assert next(one["text"] for one in ran.records if one["n"] == 3) == (
        "There is no P-1 here. Check the number; lists show what you can see."
    )
