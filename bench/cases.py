"""The list of benchmarks that `python -m bench` knows, each a function from effort to rows."""

from collections.abc import Callable

from bench.measure import Effort, Row

Case = Callable[[Effort], list[Row]]

CASES: dict[str, Case] = {}


def case(name: str) -> Callable[[Case], Case]:
    def register(measured: Case) -> Case:
        CASES[name] = measured
        return measured

    return register
