"""What people type: whether there is anything in it, and whether it can be kept."""

import unicodedata

LONGEST = 100_000
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co"})


def is_blank(typed: str | None) -> bool:
    """Whether nothing a person could see was typed (spaces, control and format characters only)."""
    return not typed or all(unicodedata.category(c) in _INVISIBLE for c in typed)


def complaint(typed: str) -> str:
    """Why a text cannot be kept, in words; empty when it can. Any script and character is fine, half ones are not."""
    if len(typed) > LONGEST:
        too_long = f"This is {len(typed):,} characters long; at most {LONGEST:,} can be kept."
        return f"{too_long} Put the rest in a document and link it."
    try:
        typed.encode()
    except UnicodeEncodeError:
        return "There is half a character in this text, which cannot be kept. Type it again, or paste it as plain text."
    return ""


def folded(words: str) -> str:
    """Words as they are compared: whatever their capitals and spaces."""
    return " ".join(words.casefold().split())
