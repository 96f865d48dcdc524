"""How people write currencies besides their three letters: by signs, and by names."""

from collections.abc import Mapping
from typing import Final

SIGNS: Final[Mapping[str, tuple[str, ...]]] = {
    "€": ("EUR",),
    "£": ("GBP", "GIP", "FKP", "SHP", "EGP", "LBP", "SYP", "SSP"),
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "ARS", "CLP", "COP", "TWD", "JMD", "TTD", "BBD", "FJD"),
    "R$": ("BRL",),
    "¥": ("JPY", "CNY"),
    "円": ("JPY",),
    "元": ("CNY",),
    "₩": ("KRW",),
    "₹": ("INR",),
    "₺": ("TRY",),
    "₽": ("RUB",),
    "₴": ("UAH",),
    "₫": ("VND",),
    "₪": ("ILS",),
    "₦": ("NGN",),
    "₱": ("PHP",),
    "฿": ("THB",),
    "zł": ("PLN",),
    "kč": ("CZK",),
    "ft": ("HUF",),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "fr": ("CHF",),
    "lei": ("RON", "MDL"),
}
"""A sign with the currencies it is written for, the commonest first. No other unit is called like one."""
_FRANCS: Final = ("CHF", "XOF", "XAF", "XPF", "CDF", "RWF", "BIF", "GNF", "DJF", "KMF")
_PESOS: Final = ("MXN", "ARS", "CLP", "COP", "PHP", "UYU", "DOP", "CUP")
_RUPEES: Final = ("INR", "PKR", "LKR", "NPR", "MUR", "SCR")
_DINARS: Final = ("KWD", "BHD", "JOD", "TND", "IQD", "LYD", "DZD", "RSD")
_KRONE: Final = ("NOK", "DKK")
_KRONA: Final = ("SEK", "ISK")
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("euro", "euros", "eur", "евро", "ευρώ", "يورو", "€uro"), ("EUR",)),
    **dict.fromkeys(("dollar", "dollars"), SIGNS["$"]),
    **dict.fromkeys(("us$", "usd$", "$us"), ("USD",)),
    **dict.fromkeys(("ca$", "c$", "can$"), ("CAD",)),
    **dict.fromkeys(("a$", "au$"), ("AUD",)),
    "nz$": ("NZD",),
    "hk$": ("HKD",),
    "s$": ("SGD",),
    "nt$": ("TWD",),
    "mx$": ("MXN",),
    **dict.fromkeys(("pound", "pounds"), SIGNS["£"]),
    "yen": ("JPY",),
    **dict.fromkeys(("yuan", "rmb"), ("CNY",)),
    "won": ("KRW",),
    **dict.fromkeys(("rupee", "rupees", "rs"), _RUPEES),
    **dict.fromkeys(("real", "reais"), ("BRL",)),
    **dict.fromkeys(("peso", "pesos"), _PESOS),
    **dict.fromkeys(("franc", "francs"), _FRANCS),
    **dict.fromkeys(("franken", "sfr"), ("CHF",)),
    **dict.fromkeys(("dinar", "dinars"), _DINARS),
    **dict.fromkeys(("krone", "kroner"), _KRONE),
    **dict.fromkeys(("krona", "kronor"), _KRONA),
    **dict.fromkeys(("złoty", "zloty", "złotych", "zlotych", "zl"), ("PLN",)),
    **dict.fromkeys(("koruna", "koruny", "korun"), ("CZK",)),
    "forint": ("HUF",),
    **dict.fromkeys(("lira", "tl"), ("TRY",)),
    **dict.fromkeys(("rouble", "roubles", "ruble", "rubles", "руб", "рублей"), ("RUB",)),  # noqa: RUF001
    **dict.fromkeys(("hryvnia", "грн"), ("UAH",)),
    **dict.fromkeys(("shekel", "shekels", "nis"), ("ILS",)),
    **dict.fromkeys(("baht",), ("THB",)),
    **dict.fromkeys(("leu",), SIGNS["lei"]),
}
"""A name in small letters, likewise. A unit of an organisation's own may be called so, and comes first then."""
