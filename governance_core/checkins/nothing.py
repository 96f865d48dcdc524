"""Words with which people say that nothing is in their way, where a blank would have done: `none`, `-`, `nichts`."""

import unicodedata
from typing import Final

_NOT_SAID: Final = ("P", "Z", "C")
"""Kinds of characters that say nothing by themselves: signs between words, spaces, and what nobody sees."""
_NOTHING: Final = frozenset(
    " ".join(one.split())
    for one in """
    none, nothing, no, nope, nil, na, n a, not applicable, no blockers, no blocker, nothing blocking, all good,
    none today, nothing today, none so far, nothing so far, nothing right now, nothing at the moment,
    nichts, nein, nix, keine, keiner, rien, non, aucun, aucune, nada, ninguno, ninguna, nenhum, nenhuma, não, nao,
    niente, nessuno, niets, niks, geen, nee, nej, nei, inget, inga, ingen, ingenting, intet, ei, yok, brak, nic,
    нет, ничего, なし, 特になし, 無し, 无, 無, 没有, 沒有, 없음, لا, لا شيء, אין
    """.replace("\n", " ").split(",")
)


def says_nothing(words: str) -> bool:
    """Whether somebody wrote no more than that there is nothing; a sentence that goes on says something."""
    plain = "".join(" " if unicodedata.category(one).startswith(_NOT_SAID) else one for one in words.casefold())
    said = " ".join(plain.split())
    return not said or said in _NOTHING
