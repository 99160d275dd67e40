"""How far foot strike and foot off are from the truth, by laboratory walks over force plates.

Reported events: what a film's measurements rest on. Laboratories' walks are filmed by virtual phones
(`kinechain.validation.phone_run`, the clips of ``docs/validation.md``), one body is fitted to each clip, and
the events of the fitted motion are compared with those that plates saw. Printed for each view and kind in
milliseconds, late counted positive: the mean error (bias), the size that 95 % of the errors keep within,
and how many of 100 events were missed.

First guess: the rules of `kinechain.gait.events` alone, from which that fit starts. Markers of heel, toe
(the hallux where it has one) and pelvis are looked at from the side, read at the frame rate of a film from a
random first instant on, and given white noise of 0.8 % of stature in each direction. They are then smoothed
by `kinechain.motion.smoothing`, and each contact with a plate is compared with the nearest event of its
kind. A contact counts if the markers of both feet were seen 0.15 s before and after it; it is missed if no
event lies within 0.15 s. Every walk is filmed with several seeds. Printed for each frame rate and kind: the
median error (bias), its standard deviation (spread), and how far from the bias 95 % of the errors lie. Not
in it: what a landmark network adds that is not white noise.

Data requirements: the folder holds reference_c3d.json (plate contacts, by other people's C3D files) and the
files that it names, of the collections biomechzoo and C3D-parser (laboratory FMC); the other laboratory
there splits contacts over two plates. Heights come from the files.

    pip install -e '.[comparisons,lab]'
    python benchmarks/events_against_plates.py [../shared/data] [--seeds 20] [--save]
"""

import importlib.util
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from figures import Figure, command_line, finish
from kinechain.gait.events import find_events
from kinechain.measurement import SIDES, Event, EventKind, Side
from kinechain.motion.dataset import Floats, middle
from kinechain.motion.smoothing import GRID_HZ, smooth_track
from kinechain.validation.phone_errors import event_lines
from kinechain.validation.phone_run import run_phones
from kinechain.validation.phone_targets import BAND_NAMES, phone_targets
from kinechain.validation.phone_trial import TrialResult

COLLECTIONS = ("biomechzoo/raw_c3d_files/", "c3dparser/tests/data/FMC/dynamic/")
RATES_HZ = (60, 30, 15)
NOISE = 0.008
NEAR_S = 0.15
# The weakest contact that is a person's step and not a touch, in newtons.
LEAST_PEAK_N = 150
# Our keypoint: the markers that may stand for it, the best first.
MARKERS = {"heel": ("HEE",), "foot_index": ("HLX", "TOE"), "hip": ("ASI",)}
KEYPOINTS = tuple((side, part) for side in SIDES for part in MARKERS)


@dataclass(frozen=True, slots=True)
class Walk:
    """A laboratory's recording in the plane of progression, in statures.

    `tracks` holds (time, 2) for each keypoint, forward and up, NaN where a marker was not seen;
    `contacts` the times of strike and off, in seconds from the first sample.
    """

    time: Floats
    tracks: dict[tuple[Side, str], Floats]
    contacts: tuple[tuple[float, float], ...]


@dataclass(slots=True)
class Tally:
    """Errors in seconds, and how many contacts should have been found."""

    errors: list[float]
    contacts: int


def main() -> None:
    """Run it."""
    parser = command_line(__doc__)
    parser.add_argument("data", type=Path, nargs="?", default=Path("../shared/data"))
    parser.add_argument("--seeds", type=int, default=20)
    options = parser.parse_args()
    if importlib.util.find_spec("ezc3d") is None:
        stop("ezc3d is not installed; run: pip install -e '.[comparisons]'")
    if not (options.data / "reference_c3d.json").is_file():
        stop(f"{options.data} holds no reference_c3d.json; give the folder of the laboratory walks")
    walks = list(laboratory_walks(options.data))
    if not walks:
        stop(f"{options.data} holds none of the walks in {' or '.join(COLLECTIONS)}")
    figures = list(reported(run_phones(options.data).told))
    figures += [figure for rate in RATES_HZ for figure in at_rate(walks, rate, options.seeds)]
    finish("events_against_plates", figures, save=options.save)


def stop(message: str) -> None:
    """End with one line on standard error and status 2."""
    sys.stderr.write(f"{message}\n")
    sys.exit(2)


def reported(results: Sequence[TrialResult]) -> Iterator[Figure]:
    """What is told of events to who films a walk, by view."""
    for line in event_lines(results):
        name = f"{phone_targets().events[line.kind].name} before a virtual phone, {BAND_NAMES[line.band]}"
        yield Figure(f"{name}: bias", line.bias, "ms", headline=line.target is not None)
        yield Figure(f"{name}: 95 % within", line.worst, "ms", 0, bound="at most", target=line.target)
        yield Figure(f"{name}: missed of {line.events}", line.missed, "%")


def laboratory_walks(data: Path) -> Iterator[Walk]:
    """The walks with plate contacts that can be trusted."""
    for entry in json.loads((data / "reference_c3d.json").read_text(encoding="utf-8")):
        name = str(entry["file"])
        if name.startswith(COLLECTIONS) and "/static/" not in name.lower() and (data / name).is_file():
            contacts = plate_contacts(entry)
            if contacts:
                yield read_walk(data / name, contacts)


def plate_contacts(entry: dict[str, Any]) -> tuple[tuple[float, float], ...]:
    """Strike and off of each step on a plate, in seconds from the file's first sample."""
    # An event is given both by time and by frame, which tells when the first sample was.
    _, _, event_s, event_frame = entry["events"][0]
    start_s = event_s - event_frame / entry["rate"]
    return tuple(
        (on_s - start_s, off_s - start_s)
        for plate in entry["force_plate_contacts_s_on_off_peakN"]
        for on_s, off_s, peak_n in plate
        if peak_n >= LEAST_PEAK_N
    )


def read_walk(path: Path, contacts: tuple[tuple[float, float], ...]) -> Walk:
    """A C3D file (millimetres) in the plane of progression."""
    import ezc3d

    file = ezc3d.c3d(str(path))
    parameters = file["parameters"]
    labels = [str(label).rsplit(":", 1)[-1] for label in parameters["POINT"]["LABELS"]["value"]]
    height_mm = float(parameters["PROCESSING"]["Height"]["value"][0])
    points = np.asarray(file["data"]["points"][:3], dtype=np.float64) / height_mm
    points[:, (points == 0).all(axis=0)] = np.nan
    markers = {(side, part): points[:, _marker(labels, side, part)].T for side, part in KEYPOINTS}
    pelvis = (markers["left", "hip"] + markers["right", "hip"]) / 2
    seen = pelvis[np.isfinite(pelvis).all(axis=1)]
    along = int(np.argmax(np.ptp(seen[:, :2], axis=0)))
    ahead = np.sign(seen[-1, along] - seen[0, along])
    tracks = {
        place: np.stack([ahead * track[:, along], track[:, 2]], axis=1) for place, track in markers.items()
    }
    time = np.arange(points.shape[2]) / float(parameters["POINT"]["RATE"]["value"][0])
    return Walk(time, tracks, contacts)


def _marker(labels: Sequence[str], side: Side, part: str) -> int:
    names = [f"{side[0].upper()}{name}" for name in MARKERS[part]]
    return next(labels.index(name) for name in names if name in labels)


def at_rate(walks: Sequence[Walk], rate_hz: int, seeds: int) -> Iterator[Figure]:
    """What is found at one frame rate."""
    tallies: dict[EventKind, Tally] = {"foot_strike": Tally([], 0), "foot_off": Tally([], 0)}
    for walk in walks:
        for seed in range(seeds):
            plane = filmed(walk, rate_hz, seed)
            events = find_events(plane, walking_speed(plane), 1 / rate_hz)
            compare(walk.contacts, plane, events, tallies)
    for kind, tally in tallies.items():
        name = f"First guess of {kind.replace('_', ' ')} at {rate_hz} frames a second"
        errors = 1000 * np.array(tally.errors)
        bias = float(np.median(errors))
        yield Figure(f"{name}: bias", bias, "ms")
        yield Figure(f"{name}: spread", float(np.std(errors)), "ms")
        yield Figure(f"{name}: 95 % within", float(np.percentile(abs(errors - bias), 95)), "ms")
        yield Figure(f"{name}: contacts found, of {tally.contacts}", len(errors), "", 0)


def filmed(walk: Walk, rate_hz: int, seed: int) -> xr.Dataset:
    """The walk as films of `rate_hz` would give it, smoothed onto the even grid."""
    random = np.random.default_rng(seed)
    frames = np.arange(random.uniform(0, 1 / rate_hz), walk.time[-1], 1 / rate_hz)
    grid = np.arange(frames[0], frames[-1], 1 / GRID_HZ)
    tracks = [_filmed_track(walk.time, walk.tracks[place], frames, grid, random) for place in KEYPOINTS]
    return xr.Dataset(
        {"position": (("time", "space", "keypoints"), np.stack(tracks, axis=2))},
        coords={
            "time": grid,
            "space": ["forward", "up"],
            "keypoints": [f"{side}_{part}" for side, part in KEYPOINTS],
        },
    )


def _filmed_track(
    time: Floats, track: Floats, frames: Floats, grid: Floats, random: np.random.Generator
) -> Floats:
    seen = np.isfinite(track).all(axis=1)
    first, last = time[seen][[0, -1]]
    shown = frames[(frames >= first) & (frames <= last)]
    places = np.stack([np.interp(shown, time[seen], column[seen]) for column in track.T], axis=1)
    places += random.normal(0, NOISE, places.shape)
    smoothed = smooth_track(shown, places, np.ones(len(shown)), grid)
    known = (grid >= shown[0]) & (grid <= shown[-1])
    return np.where(known[:, np.newaxis], smoothed, np.nan)


def walking_speed(plane: xr.Dataset) -> float:
    """Statures a second, from the pelvis."""
    pelvis = middle(plane, "hip")[:, 0]
    known = np.isfinite(pelvis)
    return float(np.polyfit(plane["time"].values[known], pelvis[known], 1)[0])


def compare(
    contacts: Sequence[tuple[float, float]],
    plane: xr.Dataset,
    events: Sequence[Event],
    tallies: dict[EventKind, Tally],
) -> None:
    """Add each contact's errors to `tallies`. The nearest event is the right foot's own: the two feet
    strike the floor at least twice as far apart as `NEAR_S`.
    """
    known = plane["time"].values[np.isfinite(plane["position"].values).all(axis=(1, 2))]
    for strike_s, off_s in contacts:
        for kind, moment in (("foot_strike", strike_s), ("foot_off", off_s)):
            if not known[0] + NEAR_S <= moment <= known[-1] - NEAR_S:
                continue
            tally = tallies["foot_strike" if kind == "foot_strike" else "foot_off"]
            tally.contacts += 1
            errors = [event.time_s - moment for event in events if event.kind == kind]
            error = min(errors, key=abs, default=np.inf)
            if abs(error) <= NEAR_S:
                tally.errors.append(error)


if __name__ == "__main__":
    main()
