"""Good files made bad: bytes flipped, cut, repeated, blanked, and numbers made extreme."""

import random
from collections.abc import Callable

EXTREMES = (b"\x00", b"\xff", b"\x7f", b"\x80", b"\x01")
WORDS = (
    b"nan",
    b"inf",
    b"-1e308",
    b"1e400",
    b"",
    b"\t",
    b"\n",
    b"999999999999",
    b"abc",
    b"0",
    b"\xff\xfe",
    b";",
    b"\0",
)


def mutated(content: bytes, seed: int) -> bytes:
    """One of the ways to damage `content`, the same for the same seed."""
    chance = random.Random(seed)
    damage = chance.choice(TEXT_DAMAGES if content[:64].isascii() and b"\0" not in content[:64] else DAMAGES)
    result = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        damage(result, chance)
    return bytes(result)


def _place(content: bytearray, chance: random.Random) -> int:
    """Mostly where a file describes itself, at its beginning."""
    reach = chance.choice((64, 512, 4096, 65536, len(content)))
    return chance.randrange(max(1, min(reach, len(content))))


def _flip(content: bytearray, chance: random.Random) -> None:
    if content:
        content[_place(content, chance)] ^= 1 << chance.randrange(8)


def _extreme(content: bytearray, chance: random.Random) -> None:
    at, width = _place(content, chance), chance.choice((1, 2, 4, 8))
    content[at : at + width] = chance.choice(EXTREMES) * width


def _any(content: bytearray, chance: random.Random) -> None:
    at = _place(content, chance)
    content[at : at + 4] = chance.randbytes(4)


def _cut(content: bytearray, chance: random.Random) -> None:
    del content[_place(content, chance) :]


def _remove(content: bytearray, chance: random.Random) -> None:
    at = _place(content, chance)
    del content[at : at + chance.choice((1, 2, 7, 512, 5000))]


def _repeat(content: bytearray, chance: random.Random) -> None:
    at = _place(content, chance)
    piece = content[at : at + chance.choice((1, 16, 512, 4000))]
    content[at:at] = piece * chance.choice((1, 2, 9))


def _blank(content: bytearray, chance: random.Random) -> None:
    at, width = _place(content, chance), chance.choice((16, 512, 4096))
    content[at : at + width] = bytes(min(width, len(content) - at))


def _word(content: bytearray, chance: random.Random) -> None:
    """Another word in the place of a text's cell or line."""
    at = _place(content, chance)
    end = min(
        (place for place in (content.find(mark, at) for mark in (b"\t", b"\n", b",")) if place > at),
        default=at,
    )
    content[at:end] = chance.choice(WORDS)


Damage = Callable[[bytearray, random.Random], None]
DAMAGES: tuple[Damage, ...] = (_flip, _extreme, _extreme, _any, _cut, _remove, _repeat, _blank)
TEXT_DAMAGES: tuple[Damage, ...] = (_word, _word, _flip, _cut, _remove, _repeat, _blank, _any)
