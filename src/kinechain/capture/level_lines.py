"""How a photo's camera was held, from what is upright in the picture: door frames, walls' edges, furniture.

Upright edges of a room are parallel in space. In a picture of a camera that rolls they all lean alike; of one
that looks up or down they lean the more the further they are from the middle. Straight edges that lean little
are gathered, and the roll and pitch are taken with which most of their length agrees.

Source: vanishing points of a room's edges as a compass (Coughlan and Yuille 1999); gathering by a robust vote
over straight pieces of edge instead of pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.capture.region import Pixels

Floats = NDArray[np.float64]

# The picture is looked at no larger than this (px), through this blur; edges are at least so steep (grey
# levels a pixel).
SIDE, BLUR, LEAST_STEEPNESS = 1400, 1.2, 2.0
# Edges that lean by less than this (deg) may be upright ones.
MOST_LEAN = 14.0
# A straight piece is at least this long (share of the picture's height) and strays from its line by less than
# this (px).
LEAST_LENGTH, STRAYING = 0.035, 0.8
# The roll and pitch that are looked for (deg), and how far (deg) an upright edge may be off.
ROLLS, PITCHES = np.arange(-8.0, 8.01, 0.1), np.arange(-12.0, 28.01, 1.0)
AGREEING = 0.4
# It is told where pieces that agree have this length in all (picture heights), lie in this many places at
# least so far apart (picture heights), and no other roll, so far off (deg), has more than this share of the
# votes. Our choice, by trial on rendered rooms.
LEAST_AGREEING, FEWEST_PLACES, APART = 0.5, 2, 0.08
OTHER_ROLL, OTHER_SHARE = 1.2, 0.7
# The person and what moves with them are no part of the room: the box around them, larger by so much of its
# height. What is seen lower than so much of that height may be the floor, whose boards and tiles run away
# from the camera and look upright.
MARGIN, ABOVE_FLOOR = 0.06, 0.6
# People with a phone in their hands look down a little, and keep it level (deg): mean and sd, wide.
USUAL_PITCH, PITCH_SPREAD, ROLL_SPREAD = 6.0, 12.0, 4.0
# What edges tell is never surer than this (deg): walls and frames are not plumb, lenses bend. In rendered
# rooms the roll was within 0.2 (rms), in two calibrated wide cameras in a real one 0.7 and 0.9 off.
SURE_ROLL, SURE_PITCH = 0.8, 2.5


@dataclass(frozen=True, slots=True)
class CameraHold:
    """How the camera was held, degrees: `roll` clockwise as one looks, `pitch` downwards, with their standard
    deviations.
    """

    roll: float
    roll_sd: float
    pitch: float
    pitch_sd: float


@dataclass(frozen=True, slots=True, eq=False)
class _Pieces:
    """Straight pieces of edge: `across` (n,) from the picture's middle, `lean` (n,) in degrees, the upper end
    to the right positive, and `length` (n,), in picture heights but for the lean.
    """

    across: Floats
    lean: Floats
    length: Floats


def camera_hold(image: Pixels, box: Sequence[float], focal_px: float) -> CameraHold | None:
    """What the edges of the picture (height, width, 3) tell of the camera; None where they tell nothing
    clear.

    `box` holds left, top, right and bottom of the person, px; `focal_px` is the focal length.
    """
    pieces = _straight_pieces(image, box)
    if not len(pieces.length):
        return None
    focal = focal_px / image.shape[0]
    off = _off(pieces, focal)
    usual = ((PITCHES - USUAL_PITCH) / PITCH_SPREAD) ** 2 + (ROLLS[:, None] / ROLL_SPREAD) ** 2
    votes = np.sum(pieces.length * np.exp(-0.5 * (off / AGREEING) ** 2), axis=-1) * np.exp(-0.5 * usual)
    roll, pitch = np.unravel_index(int(np.argmax(votes)), votes.shape)
    agree = np.abs(off[roll, pitch]) < 2 * AGREEING
    if not _convincing(pieces, agree, votes.max(axis=1), int(roll)):
        return None
    return CameraHold(float(ROLLS[roll]), SURE_ROLL, float(PITCHES[pitch]), _pitch_sd(pieces, agree, focal))


def _off(pieces: _Pieces, focal: float) -> Floats:
    """By how much (deg) each piece leans otherwise than an upright one would, (rolls, pitches, n)."""
    # Clockwise roll turns the picture counterclockwise: tops go left. Looking down, tops go outwards.
    outwards = np.degrees(np.arctan(np.outer(np.tan(np.radians(PITCHES)), pieces.across / focal)))
    return np.asarray(pieces.lean + ROLLS[:, None, None] - outwards)


def _convincing(pieces: _Pieces, agree: NDArray[np.bool_], by_roll: Floats, best: int) -> bool:
    places = np.sort(pieces.across[agree])
    distinct = 1 + int(np.sum(np.diff(places) > APART))
    others = by_roll[np.abs(ROLLS - ROLLS[best]) > OTHER_ROLL]
    return (
        float(pieces.length[agree].sum()) >= LEAST_AGREEING
        and distinct >= FEWEST_PLACES
        and float(others.max()) < OTHER_SHARE * float(by_roll[best])
        and 0 < best < len(ROLLS) - 1
    )


def _pitch_sd(pieces: _Pieces, agree: NDArray[np.bool_], focal: float) -> float:
    """Edges far apart tell the pitch, edges close together do not."""
    spread = float(np.std(pieces.across[agree]) / focal)
    return float(np.hypot(SURE_PITCH, SURE_ROLL / max(spread, 0.01)))


def _straight_pieces(image: Pixels, box: Sequence[float]) -> _Pieces:
    from scipy.ndimage import find_objects, label

    edges, scale = _upright_edges(image)
    _blank(edges, np.array(box) * scale)
    labels, _ = label(edges, structure=np.ones((3, 3)))
    height, width = edges.shape
    found = []
    for number, window in enumerate(find_objects(labels), start=1):
        if window[0].stop - window[0].start < LEAST_LENGTH * height:
            continue
        rows, columns = np.nonzero(labels[window] == number)
        piece = _piece(rows + window[0].start, columns + window[1].start)
        if piece is not None:
            found.append(piece)
    across, lean, length = np.array(found).reshape(-1, 3).T
    return _Pieces((across + 0.5 - width / 2) / height, lean, length / height)


def _piece(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> tuple[float, float, float] | None:
    """Where a piece is across the picture (px), its lean (deg) and length (px); None if it is not
    straight.
    """
    slope, level = np.polyfit(rows, columns, 1)
    if np.sqrt(np.mean((columns - slope * rows - level) ** 2)) > STRAYING:
        return None
    return (
        float(columns.mean()),
        float(np.degrees(np.arctan(-slope))),
        float(np.ptp(rows) * np.hypot(1, slope)),
    )


def _upright_edges(image: Pixels) -> tuple[NDArray[np.bool_], float]:
    """The crests of steepness across the picture, as a mask of the picture made smaller by a scale."""
    from PIL import Image
    from scipy.ndimage import gaussian_filter

    scale = min(1.0, SIDE / max(image.shape[:2]))
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    grey = np.asarray(Image.fromarray(image).convert("L").resize(size, Image.Resampling.BOX), np.float64)
    across = gaussian_filter(grey, BLUR, order=(0, 1))
    down = gaussian_filter(grey, BLUR, order=(1, 0))
    steep = np.abs(across)
    crest = (steep >= np.roll(steep, 1, axis=1)) & (steep > np.roll(steep, -1, axis=1))
    level = np.abs(down) <= np.tan(np.radians(MOST_LEAN)) * steep
    return crest & level & (steep >= LEAST_STEEPNESS), scale


def _blank(edges: NDArray[np.bool_], box: Floats) -> None:
    """Leave out the person and the floor."""
    left, top, right, bottom = box
    pad = MARGIN * (bottom - top)
    edges[max(0, int(top - 2 * pad)) :, max(0, int(left - pad)) : max(0, int(right + pad))] = False
    edges[max(0, int(top + ABOVE_FLOOR * (bottom - top))) :] = False
