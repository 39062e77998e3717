"""Pictures for the files that buyers send: a thing on a table, with a crack, always the same for the same name."""

import hashlib
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import Final

SIZES: Final = ((720, 960), (960, 720), (800, 800))
Colour = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Scene:
    width: int
    height: int
    wall: Colour
    table: Colour
    thing: Colour
    bend: int  # of the crack

    def row(self, y: int) -> bytes:
        """The pixels of one line, counted from the top."""
        ground = self.table if y > self.height * 0.62 else self.wall
        line = bytearray(shade(ground, y / self.height) * self.width)
        up = (y - self.height * 0.55) / (self.height * 0.28)
        if abs(up) < 1:
            middle, half = self.width // 2, int(self.width * 0.3 * sqrt(1 - up**4))
            line[3 * (middle - half) : 3 * (middle + half)] = shade(self.thing, 0.2 + abs(up) / 3) * (2 * half)
            crack = middle + (self.bend - 128) // 3 + abs(y % 90 - 45) // (self.bend % 3 + 1)
            if up < 0.2 and abs(crack - middle) < half - 5:
                line[3 * crack : 3 * crack + 15] = shade(self.wall, 1.7) * 5
        return bytes(line)


@lru_cache(maxsize=64)
def picture(name: str) -> bytes:
    """A PNG."""
    seed = hashlib.sha256(name.encode(errors="replace")).digest()
    width, height = SIZES[seed[0] % len(SIZES)]
    wall, table, thing = (colour(seed, at) for at in (1, 4, 7))
    scene = Scene(width=width, height=height, wall=wall, table=table, thing=thing, bend=seed[10])
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + scene.row(y) for y in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def colour(seed: bytes, at: int) -> Colour:
    return 90 + seed[at] % 130, 90 + seed[at + 1] % 130, 90 + seed[at + 2] % 130


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def shade(full: Colour, depth: float) -> bytes:
    return bytes(max(0, int(part * (1 - depth * 0.45))) for part in full)
