"""Words as they are compared: the same text always finds itself, by any beginning of any of its words."""

from hypothesis import given
from hypothesis import strategies as some

from governance_core.searching.words import hits, places, terms_of, words_of

anything = some.text()


@given(anything)
def test_a_text_is_found_by_itself(text: str) -> None:
    known = words_of(text.replace("://", " "))
    assert all(any(term.fits(word) for word in known) for term in terms_of(text.replace("://", " ")))


@given(anything, anything, anything)
def test_a_text_is_found_amid_others(before: str, text: str, after: str) -> None:
    whole = f"{before} {text} {after}"
    for term in terms_of(text):
        assert hits(whole, (term,), 10) != []


@given(anything)
def test_each_word_stands_where_it_is_said_to_stand(text: str) -> None:
    for place in places(text):
        assert place.word
        assert 0 <= place.start < place.end <= len(text)
        assert place.word in {other.word for other in places(text[place.start : place.end])} | {place.word[:40]}


@given(anything)
def test_no_word_could_be_taken_for_what_an_item_is(text: str) -> None:
    """Those begin with a line below; and no word could break an expression, or out of its quotes."""
    for word in words_of(text):
        assert not set(word) & set('_" *^:(){}-+\x00')
        assert word == word.casefold() or word.isascii() is False
