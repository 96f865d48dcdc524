"""Amounts as people write them: read where they can mean one thing only, refused with the way to write it otherwise."""

import re

import pytest

from governance_core.kernel.money import ISO_4217, Unit, amount_of, number_words

EUR, USD, CAD, JPY, KWD, INR = (Unit(code, ISO_4217[code]) for code in ["EUR", "USD", "CAD", "JPY", "KWD", "INR"])
HOURS = Unit("hours", 1)


@pytest.mark.parametrize(
    "typed,units,language,minor",
    [
        ("450", [EUR], "", 45_000),
        ("1.234,50 €", [EUR], "", 123_450),
        ("€1,234.50", [EUR], "", 123_450),
        ("$1,234.50", [USD], "", 123_450),
        ("1 234,50 EUR", [EUR], "fr", 123_450),
        ("1\u202f234,50\u00a0€", [EUR], "fr", 123_450),
        ("1'234.50", [EUR], "de-CH", 123_450),
        ("12.345.678", [EUR], "", 1_234_567_800),
        ("1,23,456.50 INR", [INR], "", 12_345_650),
        ("0,5", [EUR], "", 50),
        (".5", [EUR], "", 50),
        ("12.50", [EUR], "de", 1250),
        ("450,-", [EUR], "de", 45_000),
        ("٤٥٠", [EUR], "ar", 45_000),
        ("\uff14\uff15\uff10", [EUR], "ja", 45_000),
        ("1.234", [EUR], "de", 123_400),
        ("1,234", [EUR], "en", 123_400),
        ("1,234", [JPY], "", 1234),
        ("1.234", [JPY], "", 1234),
        ("1.234", [KWD], "en", 1234),
        ("1.2340", [KWD], "", 1234),
        ("0.123", [KWD], "", 123),
        ("1.50000", [EUR], "", 150),
        ("3.5 hours", [EUR, HOURS], "", 35),
        ("450 usd", [EUR, USD], "", 45_000),
        ("$ 450", [EUR, USD], "", 45_000),
        ("+450", [EUR], "", 45_000),
        ("450.–", [EUR], "de-CH", 45_000),
        ("1 234 567.89", [EUR], "", 123_456_789),
        ("12'34'567", [INR], "", 123_456_700),
        ("\u200f450 \u200e€", [EUR], "he", 45_000),
    ],
)
def test_what_can_mean_one_thing_is_read(typed: str, units: list[Unit], language: str, minor: int) -> None:
    assert amount_of(typed, units, language)[0] == minor


@pytest.mark.parametrize(
    "typed,units,language,words",
    [
        ("1.234", [EUR], "", "could be 1234 or a little over 1. Write 1234, or 1.00"),
        ("1.234", [EUR], "en", "could be 1234"),
        ("1,234", [EUR], "de", "could be 1234"),
        ("1.234", [KWD], "", "could be 1234 or 1.234. Write 1234, or 1.2340"),
        ("1.234", [KWD], "de", "could be 1234 or 1.234"),
        ("450", [EUR, USD], "", "Say in what: EUR, USD"),
        ("450", [], "", "Say in what. Write it behind the number: 450 EUR"),
        ("$450", [USD, CAD], "", "$ could be USD or CAD"),
        ("450 GBP", [EUR], "", "Amounts here are in EUR"),
        ("$450 EUR", [EUR, USD], "", "Write the unit once"),
        ("a lot", [EUR], "", "There is no number in it"),
        ("", [EUR], "", "There is no number in it"),
        ("-3", [EUR], "", "more than nothing"),
        ("(3)", [EUR], "", "more than nothing"),
        ("0", [EUR], "", "more than nothing"),
        ("0.00", [EUR], "", "more than nothing"),
        ("1.2345", [EUR], "", "more decimals than EUR has: the smallest amount is 0.01"),
        ("1.5", [JPY], "", "more decimals than JPY has: the smallest amount is 1"),
        ("1.234.5", [EUR], "", "cannot be read"),
        ("1,23,45", [EUR], "", "cannot be read"),
        ("1.2,3.4", [EUR], "", "cannot be read"),
        ("9" * 30, [EUR], "", "more than can be kept"),
        ("9" * 5000, [EUR], "", "too long for an amount"),
        ("12 50", [EUR], "de", "12 50 cannot be read"),
        ("1 000 50", [EUR], "", "1 000 50 cannot be read"),
        ("10'00", [EUR], "", "cannot be read"),
        ("1.234 567", [EUR], "", "cannot be read"),
        ("450-", [EUR], "", "more than nothing"),
        ("450-500", [EUR], "", "more than nothing"),
        ("10²", [EUR], "", "plain digits"),
        ("2½", [EUR], "", "plain digits"),
        ("450 euros", [EUR], "", "Amounts here are in EUR"),
    ],
)
def test_what_cannot_is_refused_with_the_way_to_write_it(
    typed: str, units: list[Unit], language: str, words: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        amount_of(typed, units, language)


def test_any_currency_may_be_written_where_others_are_welcome() -> None:
    assert amount_of("450 CHF", [EUR], others=True) == (45_000, Unit("CHF", 2))
    assert amount_of("€450", [], others=True) == (45_000, EUR)
    with pytest.raises(ValueError, match=r"could be USD or CAD or AUD or NZD or another\. Write .* 450 USD"):
        amount_of("$450", [EUR], others=True)
    with pytest.raises(ValueError, match="bananas is no currency"):
        amount_of("450 bananas", [EUR], others=True)


@pytest.mark.parametrize(
    "typed,of",
    [("450 euros", EUR), ("450 Euro", EUR), ("US$450", USD), ("450 C$", CAD), ("450 yen", JPY), ("450 Rs.", INR)],
)
def test_currencies_have_names_where_people_write_them(typed: str, of: Unit) -> None:
    assert amount_of(typed, [EUR, INR], others=True, names=True)[1] == of


def test_a_name_of_several_currencies_is_asked_about_and_a_unit_of_ones_own_comes_first() -> None:
    with pytest.raises(ValueError, match=r"dollars could be USD or CAD or AUD or NZD or another"):
        amount_of("5 dollars", [EUR], others=True, names=True)
    lira = Unit("lira", 0)
    assert amount_of("5 dollars", [EUR, CAD], names=True) == (500, CAD)
    assert amount_of("5 lira", [Unit("TRY", 2)], others=True, more=[lira], names=True) == (5, lira)


def test_amounts_are_said_with_the_decimals_of_their_unit() -> None:
    said = [number_words(minor, exponent) for minor, exponent in ((5, 2), (1234, 0), (-1234, 3), (0, 2), (35, 1))]
    assert said == ["0.05", "1234", "-1.234", "0.00", "3.5"]


def test_currencies_are_those_of_iso_4217() -> None:
    assert len(ISO_4217) == len(set(ISO_4217)) > 150
    assert {code for code, exponent in ISO_4217.items() if exponent == 3} == {
        "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND",
    }  # fmt: skip
    assert ISO_4217["JPY"] == ISO_4217["KRW"] == ISO_4217["CLP"] == 0
