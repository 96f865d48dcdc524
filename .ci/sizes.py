"""Says how long functions and modules are, and fails where one has grown past the limit."""

import ast
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

FUNCTION_LIMIT = 60
MODULE_LIMIT = 265
MODULE_NOTE = 250


class Function(NamedTuple):
    where: str
    name: str
    lines: int


def modules(folders: list[str]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted(Path(folder).rglob("*.py")) if "migrations" not in path.parts)


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef, source: list[str]) -> int:
    """Lines from the first statement after the docstring to the last, blank ones left out."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    if not body:
        return 0
    last = body[-1].end_lineno or body[-1].lineno
    return sum(1 for line in source[body[0].lineno - 1 : last] if line.strip())


def functions(path: Path, source: str) -> Iterator[Function]:
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source, str(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Function(f"{path}:{node.lineno}", node.name, body_lines(node, lines))


def main(folders: list[str]) -> int:
    sources = {path: path.read_text(encoding="utf-8") for path in modules(folders)}
    found = [function for path, source in sources.items() for function in functions(path, source)]
    lengths = sorted(((source.count("\n"), path) for path, source in sources.items()), reverse=True)
    if found:
        sizes = sorted(function.lines for function in found)
        p90 = sizes[math.ceil(0.9 * len(sizes)) - 1]
        print(f"functions: {len(sizes)}, median {median(sizes):g} lines, p90 {p90}, longest {sizes[-1]}")
    if lengths:
        print(f"modules: {len(lengths)}, median {median(n for n, _ in lengths):g} lines, longest {lengths[0][0]}")
    for lines, path in lengths:
        if MODULE_NOTE < lines <= MODULE_LIMIT:
            print(f"note: {path} has {lines} lines (over {MODULE_NOTE}: is it one thing?)")
    too_long = [f"{path} has {lines} lines (limit {MODULE_LIMIT})" for lines, path in lengths if lines > MODULE_LIMIT]
    too_long += [
        f"{where} {name} has {lines} lines (limit {FUNCTION_LIMIT})"
        for where, name, lines in found
        if lines > FUNCTION_LIMIT
    ]
    for complaint in too_long:
        print(f"too long: {complaint}")
    return 1 if too_long else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
