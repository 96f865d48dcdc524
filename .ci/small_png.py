"""Makes a PNG of a browser small: the 256 colours it uses most, one byte a pixel, packed as tightly as can be."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {2: 3, 6: 4}
MOST = 256
Colour = tuple[int, int, int]


def shrink(path: Path) -> None:
    """Write it anew, smaller; what it shows stays the same to the eye."""
    chunks = list(_chunks(path.read_bytes()))
    width, height, _, kind = struct.unpack(">IIBB", chunks[0][1][:10])
    data = zlib.decompress(b"".join(held for name, held in chunks if name == b"IDAT"))
    rows = [_colours(row, CHANNELS[kind]) for row in _rows(data, width * CHANNELS[kind], CHANNELS[kind])]
    palette, places = _palette(Counter(colour for row in rows for colour in row))
    packed = b"".join(b"\0" + bytes(places[colour] for colour in row) for row in rows)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    table = bytes(part for colour in palette for part in colour)
    parts = ((b"IHDR", header), (b"PLTE", table), (b"IDAT", zlib.compress(packed, 9)), (b"IEND", b""))
    path.write_bytes(SIGNATURE + b"".join(_chunk(*part) for part in parts))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(name: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))


def _rows(data: bytes, length: int, step: int) -> Iterator[bytearray]:
    """The rows with the filters of PNG undone: each byte was written as what differs from its neighbours."""
    above = bytearray(length)
    for start in range(0, len(data), length + 1):
        row = bytearray(data[start + 1 : start + 1 + length])
        for at in range(length):
            left, corner = (row[at - step], above[at - step]) if at >= step else (0, 0)
            row[at] = (row[at] + _guess(data[start], left, above[at], corner)) & 255
        yield row
        above = row


def _guess(sort: int, left: int, above: int, corner: int) -> int:
    if sort < 3:
        return (0, left, above)[sort]
    if sort == 3:
        return (left + above) // 2
    sum_ = left + above - corner
    return min((left, above, corner), key=lambda one: abs(sum_ - one))


def _colours(row: bytearray, step: int) -> list[Colour]:
    return list(zip(row[::step], row[1::step], row[2::step], strict=True))


def _palette(used: Counter[Colour]) -> tuple[list[Colour], dict[Colour, int]]:
    """The colours kept, and for every colour used the place of the nearest of them."""
    kept = [colour for colour, _ in used.most_common(MOST)]
    places = {colour: place for place, colour in enumerate(kept)}
    for colour in used.keys() - places.keys():
        places[colour] = min(range(len(kept)), key=lambda place: _apart(kept[place], colour))
    return kept, places


def _apart(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
