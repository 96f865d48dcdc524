"""Languages by their tags: what may be one, and what may have been meant by a word that is none."""

import re
from difflib import get_close_matches

_TAG = re.compile(r"([a-z]{2,3})(-[a-z]{4})?(-(?:[a-z]{2}|[0-9]{3}))?", re.IGNORECASE)
_TWO_LETTERS = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
_LANGUAGES = frozenset(_TWO_LETTERS.split())
_NAMES = {
    "arabic": "ar",
    "català": "ca",
    "chinese": "zh",
    "deutsch": "de",
    "dutch": "nl",
    "english": "en",
    "español": "es",
    "français": "fr",
    "french": "fr",
    "german": "de",
    "italian": "it",
    "italiano": "it",
    "japanese": "ja",
    "nederlands": "nl",
    "polish": "pl",
    "polski": "pl",
    "portuguese": "pt",
    "português": "pt",
    "spanish": "es",
    "turkish": "tr",
    "türkçe": "tr",
    "ukrainian": "uk",
}


def language_tag(typed: str) -> str | None:
    """A language tag such as en or pt-BR, in its usual mix of small and capital letters; None for what is none."""
    found = _TAG.fullmatch(typed.strip())
    if not found or (len(found[1]) == 2 and found[1].lower() not in _LANGUAGES):
        return None
    script, region = found[2] or "", found[3] or ""
    return found[1].lower() + script.title() + region.upper()


def nearest_language(typed: str) -> str | None:
    """The tag that may have been meant; None where nothing is near."""
    near = get_close_matches(typed.strip().casefold(), _NAMES, n=1, cutoff=0.8)
    if near:
        return _NAMES[near[0]]
    dashed = typed.strip().replace("_", "-")
    return language_tag(dashed) if dashed != typed else None
