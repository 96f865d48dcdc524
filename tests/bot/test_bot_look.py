"""`circlet show` and `list`: what is in the store, as a member or the public may see it."""

import pytest
from bot_program import CREATE, SECRET, Program

ADOPT = [f'{who}: press "Consent" on P-1' for who in ("ana", "ben", "dee")]


@pytest.fixture
def busy(applied: Program) -> Program:
    """P-1 adopted as D-1 and P-3 open in the garden, P-2 open in the private circle, a draft of Ana's."""
    more = CREATE.replace("Water the beds", "Mend the fence")
    assert applied.talk(CREATE, *ADOPT, SECRET, more, f"{more} draft:yes").code == 0
    return applied


def test_an_item_is_shown_in_words(busy: Program) -> None:
    ran = busy.run("show", "P-1")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("P-1 · Water the beds [adopted]\nCircle: Garden\nProposed by: Ana\n")
    assert "D-1 · Water the beds [agreement in force]" in busy.call("show", "D-1").out
    for typed in ("p1", "#P-1", "p-1 v2"):
        assert busy.call("show", typed).out == ran.out


@pytest.mark.parametrize("person", [None, "ana", "ben"])
def test_what_is_private_does_not_exist_for_outsiders(busy: Program, person: str | None) -> None:
    by = ["--as", person] if person else []
    private, missing = busy.call("show", "P-2", *by), busy.call("show", "P-77", *by)
    assert (private.code, private.out) == (missing.code, missing.out) == (1, "")
    assert private.err.replace("P-2", "P-77") == missing.err
    assert missing.err == "circlet: There is no P-77 here. Check the number; lists show what you can see.\n"
    for arguments in ([], ["--state", "open"]):
        assert "Hush" not in busy.call("list", *arguments, *by).out
    assert "Hush" not in busy.call("list", "--circle", "care", *by).err
    assert busy.call("list", "--circle", "care", *by).err.startswith("circlet: There is no circle care here.")


@pytest.mark.parametrize("person", ["cem", "dee"])
def test_its_members_see_it(busy: Program, person: str) -> None:
    assert "P-2 · Hush" in busy.call("show", "P-2", "--as", person).out
    assert "P-2 · Hush · Care" in busy.call("list", "--as", person).out
    assert busy.call("list", "--circle", "care", "--as", person).out.startswith("Proposals in Care\n")


def test_somebodys_zone_is_theirs(busy: Program) -> None:
    assert "Adopted: Mon 5 Mar 2040 18:00" in busy.call("show", "D-1", "--as", "ben").out
    assert "Adopted: Mon 5 Mar 2040 09:00" in busy.call("show", "D-1").out


def test_lists_are_of_what_was_asked_for(busy: Program) -> None:
    def listed(*arguments: str) -> list[str]:
        return [line[2:5] for line in busy.call("list", *arguments).out.splitlines() if line.startswith("• ")]

    assert listed() == ["P-3", "P-1"]
    assert listed("--as", "dee") == ["P-3", "P-2", "P-1"]
    assert listed("--state", "adopted") == ["P-1"]
    assert listed("--state", "OPEN", "--as", "dee") == ["P-3", "P-2"]
    assert listed("--circle", "Garden", "--state", "lapsed") == []


@pytest.mark.parametrize(
    "arguments,words",
    [
        (["list", "--state", "asleep"], "There is no state asleep here. There are: open, clarify,"),
        (["list", "--circle", "gardn"], "There is no circle gardn here. Did you mean garden?"),
        (["list", "--as", "anna"], "There is no member anna here."),
        (["show", "P-1", "--as", "U0ANA"], "There is no member U0ANA here."),
        (["show", "first"], "first is no id. Ids look like P-42 or D-31."),
        (["show", "draft-1", "--as", "ana"], "draft-1 is no id."),
        (["show", "D-2"], "There is no D-2 here."),
        (["show", "X-1"], "There is no X-1 here."),
    ],
)
def test_what_cannot_be_shown_is_said(busy: Program, arguments: list[str], words: str) -> None:
    ran = busy.call(*arguments)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"circlet: {words}")


def test_looking_changes_nothing(busy: Program) -> None:
    before = busy.everything()
    busy.call("show", "P-1")
    busy.call("list")
    assert busy.everything() == before
