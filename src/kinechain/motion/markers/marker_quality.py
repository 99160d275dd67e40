"""Markers that are not where they should be: found, put right where that is certain, else left out and named.

Nothing is ever invented: a marker that is left out is unseen (NaN) in those frames, and gaps stay gaps.
"""

from collections.abc import Sequence
from itertools import permutations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.errors import InputError
from kinechain.motion.dataset import Floats
from kinechain.motion.markers.marker_leaps import away, exchange_back
from kinechain.motion.markers.marker_neighbours import OFF, Neighbours, distances, find_neighbours
from kinechain.motion.markers.marker_table import marker_table

Flags = NDArray[np.bool_]

# A marker that lies this close to the laboratory's origin was never seen there: a marker's own radius is
# more.
ORIGIN_M = 0.002
# No part of a body is further than this from its middle, metres.
BODY_M = 2.2
# A marker in exactly one place for so many frames and so long, while the body goes on by so much, is frozen.
FROZEN_FRAMES, FROZEN_S, GOES_ON_M = 3, 0.04, 0.03
SAME_M = 1e-7
# A marker whose distance from every other one spreads by more than this, in metres, is on nobody.
LOOSE_M = 0.15
# At most so many markers are tried in each other's place.
MOST_EXCHANGED = 5
# And in so many frames: a file with more is beyond mending, and its markers are left out.
MOST_TRIED = 3000
# From this misfit on a marker may stand in another's place; an exchange must bring theirs down to this share.
SUSPECT, BETTER = 0.5, 0.5
# Gaps are named from this share of frames on, and so many markers are listed.
GAP_SHARE, LISTED = 0.1, 8
# Markers whose left is left of their right in every walker; of feet that cross, nothing follows.
KEEP_SIDES = (
    "asis", "psis", "iliac_crest", "hip", "greater_trochanter", "thigh", "thigh_1", "thigh_2", "thigh_3",
    "thigh_4", "knee_lateral", "knee", "shank", "shank_1", "shank_2", "shank_3", "shank_4", "fibula_head",
    "ankle_lateral", "acromion", "shoulder", "elbow_lateral", "head_front", "head_back", "ear",
)  # fmt: skip
FEWEST_SIDES = 3


def clean(motion: xr.Dataset) -> xr.Dataset:
    """A copy of `motion` whose markers are where they should be, with warnings that name marker and time.

    In this order: a marker at the origin, far from the body, frozen or on nobody is left out there; labels
    whose sides are exchanged throughout are exchanged back; markers that exchange places for some frames are
    put right, as their leaps or their distances from their neighbours tell; those that leap there and back,
    or still are not where their neighbours say, are left out there. Long gaps are named.

    Data requirements: canonical names, metres. A marker is judged by its distances where it has two
    neighbours that keep theirs.

    Raises
    ------
    InputError
        If nothing is left.

    """
    motion = motion.copy(deep=True)
    # A view: what is done to it is done to the motion.
    places = motion["position"].transpose("time", "space", "keypoints").values.copy()
    time = motion["time"].values
    names = [str(name) for name in motion["keypoints"].values]
    places[~np.isfinite(places).all(axis=1)[:, np.newaxis].repeat(3, axis=1)] = np.nan
    lines = [*_simple_faults(places, time, names), *_exchange_sides(places, names)]
    lines += _mend(places, time, names)
    lines += _gaps(places, names)
    if not np.isfinite(places).any():
        raise InputError("no marker is left after those that cannot be right were taken out")
    motion["position"] = (("time", "space", "keypoints"), places)
    unseen = ~np.isfinite(places).all(axis=1)
    motion["confidence"] = motion["confidence"].transpose("time", "keypoints").where(~unseen)
    return motion.assign_attrs(warnings=[*motion.attrs.get("warnings", []), *lines])


def _simple_faults(places: Floats, time: Floats, names: Sequence[str]) -> list[str]:
    """Take out, in place, what needs no neighbours to be seen."""
    lines = _drop(places, _at_origin(places), time, names, "it lies at the origin of the axes")
    lines += _drop(places, _far_away(places), time, names, f"it is more than {BODY_M} m from the body")
    lines += _drop(
        places, _frozen(places, time, names), time, names, "it stands still while the body goes on"
    )
    return lines + _drop(places, _loose(places), time, names, "it keeps no distance from any other marker")


def _at_origin(places: Floats) -> Flags:
    with np.errstate(invalid="ignore"):
        return np.asarray(np.linalg.norm(places, axis=1) < ORIGIN_M)


def _far_away(places: Floats) -> Flags:
    with np.errstate(invalid="ignore"):
        return np.asarray(np.linalg.norm(places - _middle(places)[:, :, np.newaxis], axis=1) > BODY_M)


def _middle(places: Floats) -> Floats:
    """The median marker (T, 3) of each frame, NaN where none is seen."""
    seen = np.isfinite(places).any(axis=(1, 2))
    middle = np.full(places.shape[:2], np.nan)
    middle[seen] = np.nanmedian(places[seen], axis=2)
    return middle


def _frozen(places: Floats, time: Floats, names: Sequence[str]) -> Flags:
    """Feet are left out: in stance they stand still by right."""
    frozen = np.zeros((len(places), len(names)), dtype=bool)
    middle = _middle(places)
    parts = marker_table().parts
    for marker, name in enumerate(names):
        if parts.get(name.removeprefix("left_").removeprefix("right_")) in {"foot", "toes"}:
            continue
        steps = np.linalg.norm(np.diff(places[:, :, marker], axis=0), axis=1)
        for start, end in runs(steps < SAME_M):
            long = end - start + 1 >= FROZEN_FRAMES and time[end] - time[start] >= FROZEN_S
            if long and np.linalg.norm(middle[end] - middle[start]) > GOES_ON_M:
                frozen[start : end + 1, marker] = True
    return frozen


def _loose(places: Floats) -> Flags:
    """Markers (all their frames) that keep no distance from any other; none in a file of few markers."""
    loose = np.zeros((len(places), places.shape[2]), dtype=bool)
    if places.shape[2] >= 4:
        frames = np.unique(np.linspace(0, len(places) - 1, 200).astype(int))
        spread = distances(places[frames])[1]
        nearest = spread.min(axis=1)
        loose[:, np.isfinite(nearest) & (nearest > LOOSE_M)] = True
    return loose


def _exchange_sides(places: Floats, names: Sequence[str]) -> list[str]:
    """Put right, in place, labels whose left is right of their right while most others' is not."""
    where = {name: index for index, name in enumerate(names)}
    pairs = {base: (where[f"left_{base}"], where[f"right_{base}"]) for base in KEEP_SIDES
             if f"left_{base}" in where and f"right_{base}" in where}  # fmt: skip
    if len(pairs) < FEWEST_SIDES:
        return []
    across = np.stack([_unit(places[:, :, left] - places[:, :, right]) for left, right in pairs.values()])
    wrong = []
    for number, base in enumerate(pairs):
        others = np.nansum(np.delete(across, number, axis=0), axis=0)
        agreement = (_unit(others) * across[number]).sum(axis=1)
        if np.isfinite(agreement).any() and np.nanmedian(agreement) < -0.5:
            wrong.append(base)
    # Were it half of them, nobody could say which half is right.
    if not wrong or 3 * len(wrong) >= len(pairs):
        return []
    for base in wrong:
        places[:, :, list(pairs[base])] = places[:, :, list(reversed(pairs[base]))]
    return [f"left and right of {_listed(wrong)} were exchanged throughout: put right"]


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(np.divide(vectors, length, out=np.full_like(vectors, np.nan), where=length > 1e-9))


def _mend(places: Floats, time: Floats, names: Sequence[str]) -> list[str]:
    """Exchange back and take out, in place, what leaps or is not where its neighbours say."""
    exchanged = exchange_back(places, time)
    neighbours = find_neighbours(places)
    misfit = neighbours.misfit(places)
    for frame in np.flatnonzero((misfit > SUSPECT).any(axis=1))[:MOST_TRIED]:
        if moved := _exchange(places[frame], misfit[frame], neighbours):
            exchanged.setdefault(moved, np.zeros(len(places), dtype=bool))[frame] ^= True
    lines = []
    for moved, flags in list(exchanged.items())[:LISTED]:
        who = " and ".join(names[marker] for marker in moved)
        lines += [f"{who} were exchanged {_times(flags, time)}: put right"] if flags.any() else []
    if len(exchanged) > LISTED:
        lines.append(f"{len(exchanged) - LISTED} more groups of markers were exchanged at times: put right")
    lines += _drop(places, away(places, time), time, names, "it leaps there and back")
    wrong = _misplaced(places, neighbours)
    return lines + _drop(places, wrong, time, names, "it is not where its neighbours say")


def _exchange(frame: Floats, misfit: Floats, neighbours: Neighbours) -> tuple[int, ...]:
    """Put markers of one frame (3, K), in place, where their distances fit far better; returns those."""
    suspects = np.flatnonzero(misfit > SUSPECT)
    suspects = np.sort(suspects[np.argsort(-misfit[suspects], kind="stable")][:MOST_EXCHANGED])
    if len(suspects) < 2:
        return ()
    orders = np.array(list(permutations(suspects)))
    tried = np.repeat(frame[np.newaxis], len(orders), axis=0)
    tried[:, :, suspects] = frame[:, orders].transpose(1, 0, 2)
    total = np.nansum(neighbours.misfit(tried, suspects), axis=1)
    best = int(np.argmin(total))
    # The first order leaves everybody in place.
    if total[best] > BETTER * total[0]:
        return ()
    frame[:] = tried[best]
    return tuple(int(marker) for marker in suspects[orders[best] != suspects])


def _misplaced(places: Floats, neighbours: Neighbours) -> Flags:
    """Markers (T, K) to leave out: the worst of each frame first, until the rest of it agree."""
    rest, wrong = places.copy(), np.zeros((len(places), places.shape[2]), dtype=bool)
    frames = np.arange(len(places))
    while len(frames):
        misfit = np.nan_to_num(neighbours.misfit(rest[frames]), nan=0.0)
        off = misfit.max(axis=1) > OFF
        frames, worst = frames[off], misfit[off].argmax(axis=1)
        wrong[frames, worst] = True
        rest[frames, :, worst] = np.nan
    return wrong


def _drop(places: Floats, wrong: Flags, time: Floats, names: Sequence[str], why: str) -> list[str]:
    """Make `wrong` (T, K) unseen, in place, and say so, at most one line a marker."""
    lines = []
    markers = [int(marker) for marker in np.flatnonzero(wrong.any(axis=0))]
    for marker in markers:
        places[wrong[:, marker], :, marker] = np.nan
        lines.append(f"{names[marker]} was left out {_times(wrong[:, marker], time)}: {why}")
    if len(lines) > LISTED:
        more = _listed([names[marker] for marker in markers[LISTED:]])
        lines = [*lines[:LISTED], f"left out at times as well, because {why}: {more}"]
    return lines


def _gaps(places: Floats, names: Sequence[str]) -> list[str]:
    seen = np.isfinite(places).all(axis=1)
    share = 1 - seen.mean(axis=0)
    bad = [marker for marker in np.argsort(-share, kind="stable") if share[marker] > GAP_SHARE]
    if not bad:
        return []
    worst = [f"{names[marker]} ({share[marker]:.0%})" for marker in bad]
    rest = f" and {len(worst) - LISTED} more" if len(worst) > LISTED else ""
    return [f"not seen in part of the frames: {', '.join(worst[:LISTED])}{rest}"]


def _times(flags: Flags, time: Floats) -> str:
    """When, in words; the first runs of a few."""
    if flags.all():
        return "throughout"
    found = runs(flags)
    spans = [
        f"at {time[start]:.2f} s" if end - start == 1 else f"from {time[start]:.2f} to {time[end - 1]:.2f} s"
        for start, end in found[:3]
    ]
    more = f" and {len(found) - 3} times more" if len(found) > 3 else ""
    return ", ".join(spans) + more


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:LISTED]) + (f" and {len(names) - LISTED} more" if len(names) > LISTED else "")


def runs(flags: Flags) -> list[tuple[int, int]]:
    """Start and end (exclusive) of every stretch of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
