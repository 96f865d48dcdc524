"""The glossary has the words that are used, and no other."""

import re

from tests.docs.pages import PAGES, ROOT

GLOSSARY = ROOT / "docs/glossary.md"
_TERM = re.compile(r"\*\*([^*]+?)[.:]?\*\*")


def terms() -> list[str]:
    """Each word or phrase that is explained."""
    return [plain(one) for said in _TERM.findall(GLOSSARY.read_text("utf-8")) for one in said.split(",")]


def plain(said: str) -> str:
    """In small letters, however it is broken into lines."""
    return re.sub(r"[\s-]+", " ", said.casefold()).strip()


def used() -> str:
    """Everything that the other pages say, and everything that the program says to people."""
    pages = [page for page in PAGES if page != GLOSSARY and "decisions" not in page.parts]
    sources = [path for top in ("bot", "governance_core") for path in (ROOT / top).rglob("*.py")]
    return plain("\n".join(path.read_text("utf-8") for path in [*pages, *sources]))


def test_no_word_is_explained_that_nobody_uses() -> None:
    everything = used()
    assert len(terms()) > 50
    assert not [term for term in terms() if term not in everything]


def test_no_word_is_explained_twice() -> None:
    assert len(terms()) == len(set(terms()))
