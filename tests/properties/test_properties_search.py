"""Words as they are compared: the same text always finds itself, by any beginning of any of its words."""

from hypothesis import given
from hypothesis import strategies as some

from governance_core.searching.words import Place, hits, places, terms_of, words_of

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


@given(some.text("ab 山川ä", max_size=60), some.text("ab 山川", max_size=8), some.integers(0, 20))
def test_what_is_looked_for_is_found_as_by_looking_at_every_word(text: str, typed: str, within: int) -> None:
    missing, wanted = set(terms_of(typed)), list[Place]()
    for place in places(text):
        fits = {term for term in terms_of(typed) if term.fits(place.word)}
        if (fits and (not wanted or place.start - wanted[0].start <= within)) or fits & missing:
            wanted.append(place)
            missing -= fits
    assert hits(text, terms_of(typed), within) == wanted


@given(anything)
def test_the_words_of_a_text_are_those_that_stand_in_it(text: str) -> None:
    alone = text.replace(":", " ")
    assert words_of(alone) == {place.word for place in places(alone)}


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
