"""Patterns of surfaces: small pictures that repeat without a seam, made from noise."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kinechain.rendering.material import Pattern
from kinechain.rendering.rig import Floats

SIZE = 256
# Where a pattern holds this value it leaves a material's colour as it is; twice as much doubles it.
NEUTRAL = 128

Picture = NDArray[np.uint8]


@lru_cache(maxsize=32)
def pattern_picture(pattern: Pattern) -> Picture:
    """One repeat of a pattern, (`SIZE`, `SIZE`, 3), rows from below."""
    rng = np.random.default_rng(sum(pattern.encode()))
    shares = _PATTERNS[pattern](rng)
    if shares.ndim == 2:
        shares = np.repeat(shares[:, :, None], 3, axis=2)
    return np.asarray(np.clip(shares * NEUTRAL, 0, 255), dtype=np.uint8)


def _noise(rng: np.random.Generator, across: float, up: float, roughness: float = 1.6) -> Floats:
    """Noise of mean 0 and sd 1 whose blotches are about so many pixels wide and high."""
    frequency = np.fft.fftfreq(SIZE)
    far = np.hypot(frequency[None, :] * across, frequency[:, None] * up)
    filtered = np.fft.fft2(rng.standard_normal((SIZE, SIZE))) / (1 + far**roughness * 6)
    filtered[0, 0] = 0
    noise = np.fft.ifft2(filtered).real
    return np.asarray(noise / noise.std())


def _grain(amount: float, across: float = 6, up: float = 6) -> Callable[[np.random.Generator], Floats]:
    return lambda rng: 1 + amount * _noise(rng, across, up)


def _places() -> tuple[Floats, Floats]:
    """Across and up, 0 to 1."""
    up, across = np.mgrid[0:SIZE, 0:SIZE] / SIZE
    return across, up


def _stripes(rng: np.random.Generator) -> Floats:
    _, up = _places()
    return np.asarray(np.where((up * 4) % 1 < 0.4, 0.35, 1.2) + 0.08 * _noise(rng, 3, 3))


def _print(rng: np.random.Generator) -> Floats:
    blots = _noise(rng, 40, 40, 3.0) > 0.6
    return np.where(blots, 0.3, 1.0) + 0.06 * _noise(rng, 3, 3)


def _wood(rng: np.random.Generator) -> Floats:
    """Boards a quarter wide that run up the picture."""
    across, up = _places()
    board = np.floor(across * 4).astype(int)
    tones, joints = 1 + 0.15 * rng.standard_normal(4), rng.random(4)
    gap = ((across * 4) % 1 < 0.03) | (abs(up - joints[board]) < 0.004)
    return np.asarray(np.where(gap, 0.4, tones[board] + 0.12 * _noise(rng, 3, 80)))


def _tiles(rng: np.random.Generator) -> Floats:
    across, up = _places()
    gap = ((across * 2) % 1 < 0.02) | ((up * 2) % 1 < 0.02)
    return np.asarray(np.where(gap, 0.6, 1.0 + 0.05 * _noise(rng, 30, 30)))


def _leaves(rng: np.random.Generator) -> Floats:
    light = np.clip(1 + 0.55 * _noise(rng, 12, 12, 1.2), 0.1, 2.0)
    hue = 0.25 * _noise(rng, 40, 40)
    return np.stack([light * (1 + hue), light, light * (1 - hue)], axis=2)


def _pictures(rng: np.random.Generator) -> Floats:
    """Something framed."""
    across, up = _places()
    frame = (abs(across - 0.5) > 0.46) | (abs(up - 0.5) > 0.46)
    grey = 1 + 0.5 * _noise(rng, 60, 60, 2.5)
    inside = np.stack([grey + 0.15 * _noise(rng, 60, 60, 2.5) for _ in range(3)], axis=2)
    return np.where(frame[:, :, None], 0.1, np.clip(inside, 0.1, 2.0))


def _window(_rng: np.random.Generator) -> Floats:
    """Panes between bars."""
    across, up = _places()
    bar = ((across * 2) % 1 < 0.04) | ((up * 3) % 1 < 0.04)
    return np.where(bar, 0.15, 1.6)


_PATTERNS: dict[Pattern, Callable[[np.random.Generator], Floats]] = {
    "plain": _grain(0.02),
    "weave": _grain(0.10, 3, 3),
    "denim": _grain(0.16, 3, 14),
    "stripes": _stripes,
    "print": _print,
    "skin": _grain(0.05, 14, 14),
    "hair": _grain(0.35, 3, 50),
    "wood": _wood,
    "tiles": _tiles,
    "plaster": _grain(0.015, 20, 20),
    "pavement": _grain(0.18, 8, 8),
    "leaves": _leaves,
    "sky": _grain(0.06, 80, 20),
    "pictures": _pictures,
    "window": _window,
}
