"""Measures Circlet beside its floors (hand-written SQL) and its peer (the plain ORM way), in one and the same run."""
