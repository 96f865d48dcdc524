"""What a type is made of, so that the codec knows once and for all which values need more than plain JSON."""

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect


def parts(of: Any) -> Iterator[inspect.Type]:
    """The type and everything inside it, each dataclass once."""
    return _parts(inspect.type_info(of), set())


def _parts(node: inspect.Type, seen: set[type]) -> Iterator[inspect.Type]:
    yield node
    if isinstance(node, inspect.DataclassType):
        if node.cls in seen:
            return
        seen.add(node.cls)
    for inner in _inner(node):
        yield from _parts(inner, seen)


def _inner(node: inspect.Type) -> Iterator[inspect.Type]:
    match node:
        case inspect.DataclassType(fields=fields):
            yield from (one.type for one in fields)
        case inspect.UnionType(types=types) | inspect.TupleType(item_types=types):
            yield from types
        case inspect.DictType(key_type=key, value_type=value):
            yield from (key, value)
        case inspect.ListType() | inspect.VarTupleType() | inspect.SetType() | inspect.FrozenSetType():
            yield node.item_type
        case _:
            return


def holds_sets(of: Any) -> bool:
    """Whether a set is anywhere in it: sets have no order, and what is hashed needs one."""
    return any(isinstance(part, inspect.SetType | inspect.FrozenSetType) for part in parts(of))


def holds_records(of: Any) -> bool:
    """Whether a dataclass is inside it (beside the outermost): fields of a newer program could hide there."""
    return sum(isinstance(part, inspect.DataclassType) for part in parts(of)) > 1


def fingerprint(of: Any, *texts: str) -> str:
    """Sixteen characters that change when the shape of the type, or one of the texts, does."""
    shape = "\n".join(_shape(part) for part in parts(of))
    return hashlib.sha256("\0".join((shape, *texts)).encode()).hexdigest()[:16]


def _shape(part: inspect.Type) -> str:
    if isinstance(part, inspect.DataclassType):
        return f"{part.cls.__qualname__}({', '.join(one.name for one in part.fields)})"
    if isinstance(part, inspect.EnumType):
        return f"{part.cls.__qualname__}({', '.join(str(one.value) for one in part.cls)})"
    return type(part).__name__


def orderly(value: Any) -> Any:
    """The same value with every set as a sorted list; mappings keep the order they have."""
    if isinstance(value, frozenset | set):
        return sorted((orderly(one) for one in value), key=msgspec.json.encode)
    if isinstance(value, dict):
        return {key: orderly(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [orderly(one) for one in value]
    names = getattr(value, "__dataclass_fields__", None)
    return value if names is None else {name: orderly(getattr(value, name)) for name in names}


def strangers(raw: Any, known: Any, where: str = "") -> Iterator[str]:
    """The names of fields that are in `raw` JSON but not in the JSON of what it was read as."""
    if isinstance(raw, dict) and isinstance(known, dict):
        for name, value in raw.items():
            at = f"{where}.{name}" if where else str(name)
            if name not in known:
                yield at
            else:
                yield from strangers(value, known[name], at)
    elif isinstance(raw, list) and isinstance(known, list):
        for one, other in zip(raw, known, strict=False):
            yield from strangers(one, other, where)
