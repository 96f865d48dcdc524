"""Lists by the page: conditions that let the index of numbers lead, so that a page costs what it shows."""

from collections.abc import Sequence


def in_circles(column: str, circles: Sequence[object]) -> tuple[str, tuple[object, ...]]:
    """The condition that a row is in one of these circles, with its values.

    One circle is looked up in an index of its own. Several are only looked at along the way: COALESCE keeps a database
    from gathering all their rows first, to sort them by number.
    """
    if len(circles) == 1:
        return f"{column} = ?", tuple(circles)
    marks = ", ".join("?" for _ in circles)
    return f"COALESCE({column}, '') IN ({marks})", tuple(circles)
