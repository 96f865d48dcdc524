"""The index of words over the register's items: SQLite's FTS5, kept right by triggers whatever changes a row.

Its words come folded from the core (`searching.words`), so the tokenizer only parts them at spaces, and every database
finds the same. No positions are kept, which keeps it small; each beginning of up to twelve letters has a list of its
own, ready in order of age, so that a page costs the same however many items have the word.
"""

from adapters.sql.dialect import Connection

INDEX = "searched_words"
_PREFIXES = " ".join(str(length) for length in range(1, 13))
_FORGET = (
    "INSERT INTO searched_words (searched_words, rowid, tags, words) VALUES ('delete', old.id, old.tags, old.words);"
)
_LEARN = "INSERT INTO searched_words (rowid, tags, words) VALUES (new.id, new.tags, new.words);"
_TABLE = f"""CREATE VIRTUAL TABLE searched_words USING fts5(tags, words, content='searched_items', content_rowid='id',
    tokenize="ascii tokenchars '-_.'", detail='none', columnsize=0, prefix='{_PREFIXES}')"""
CREATE = (
    _TABLE,
    f"CREATE TRIGGER searched_items_added AFTER INSERT ON searched_items BEGIN {_LEARN} END",
    f"CREATE TRIGGER searched_items_removed AFTER DELETE ON searched_items BEGIN {_FORGET} END",
    f"CREATE TRIGGER searched_items_changed AFTER UPDATE OF tags, words ON searched_items BEGIN {_FORGET} {_LEARN} END",
)
AFRESH = "INSERT INTO searched_words (searched_words) VALUES ('rebuild')"
"""Makes the index again from the rows: nothing of a word that is in no row stays in the file."""


_ITEMS = "SELECT COUNT(*) FROM main.searched_items WHERE org = ?"
_FOUND = "SELECT COUNT(*) FROM main.searched_words WHERE searched_words MATCH ?"


def finding(connection: Connection, org: str) -> str:
    """What is wrong with the index of an organisation's items; empty where each is found."""
    items = connection.execute(_ITEMS, (org,)).fetchone()[0]
    found = connection.execute(_FOUND, (exactly(tag("o", org)),)).fetchone()[0]
    wrong = f"the index of words finds {found} of {items} items; `circlet rebuild` makes it again"
    return "" if items == found else wrong


def tag(kind: str, of: str) -> str:
    """A word nobody can type, for what an item is: `_c_garden`."""
    kept = (c if c.isascii() and (c.isdigit() or c.islower() or c == "-") else f".{ord(c):x}." for c in of)
    return f"_{kind}_{''.join(kept)}"


def exactly(word: str) -> str:
    """The part of an expression for items that have this word."""
    return f'"{word}"'


def beginning(word: str) -> str:
    """The part of an expression for items that have a word that begins so."""
    return f'"{word}"*'
