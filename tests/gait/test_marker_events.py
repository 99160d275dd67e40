"""Strikes and offs from markers: exact on known feet, within milliseconds of force plates on real ones."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import xarray as xr

from kinechain.gait.fitted_walk import walking_speed
from kinechain.gait.marker_events import marker_events
from kinechain.gait.plate_contacts import with_plates
from kinechain.gait.prepared import prepare
from kinechain.measurement import SIDES, Event, Side
from kinechain.motion.files import read_motion
from laboratory import DATA, needs_data
from synthetic_markers import markers
from synthetic_walker import HEALTHY, SHORT_STRIDED_AND_STOOPED, STIFF_ANKLED, STIFF_KNEED, UNEVEN, WalkTruth

WALKERS = {
    "healthy": HEALTHY,
    "uneven": UNEVEN,
    "stiff knees": STIFF_KNEED,
    "stiff ankles": STIFF_ANKLED,
    "stooped": SHORT_STRIDED_AND_STOOPED,
    "slow": replace(HEALTHY, cadence_steps_per_min=70.0, stride_length_m=0.8),
}
OTHER: dict[Side, Side] = {"left": "right", "right": "left"}
# A contact that this many newtons never reach is a touch, not a step.
LEAST_PEAK_N = 150


def in_walk_frame(truth: WalkTruth, **options: float) -> xr.Dataset:
    """Canonical names, as `lab_frame` gives them; the synthetic walk goes along x."""
    motion = markers(truth, **options)  # type: ignore[arg-type]
    names = [str(name).replace("foot_index", "toe_tip") for name in motion["keypoints"].values]
    return motion.assign_coords(keypoints=names).assign_attrs(walking=True, belt_speed=0.0)


def found(truth: WalkTruth, **options: float) -> list[Event]:
    motion = in_walk_frame(truth, **options)
    return marker_events(motion, walking_speed(motion))


@pytest.mark.parametrize("name", WALKERS)
def test_every_event_of_a_known_walk_is_found_and_no_other(name: str) -> None:
    truth = WALKERS[name].walk()
    events = found(truth)
    edge = 0.15
    inside = [e for e in truth.events if edge < e.time_s < truth.time[-1] - edge]
    told = [e for e in events if inside[0].time_s - edge < e.time_s < inside[-1].time_s + edge]
    assert [(e.side, e.kind) for e in told] == [(e.side, e.kind) for e in inside]
    errors = np.array([one.time_s - two.time_s for one, two in zip(told, inside, strict=True)])
    assert abs(errors).max() < 0.03


@pytest.mark.parametrize("rate", [50.0, 120.0, 250.0])
def test_the_frame_rate_hardly_matters(rate: float) -> None:
    truth = HEALTHY.walk()
    usual, other = found(truth), found(truth, rate_hz=rate)
    for one in usual[2:-2]:
        apart = [abs(e.time_s - one.time_s) for e in other if (e.side, e.kind) == (one.side, one.kind)]
        assert min(apart) < 0.004


def test_in_the_mirror_the_events_are_the_other_foot_s() -> None:
    truth = UNEVEN.walk()
    here, there = found(truth), found(truth, mirror=True)
    assert [(OTHER[e.side], e.kind) for e in here] == [(e.side, e.kind) for e in there]
    assert [e.time_s for e in here] == pytest.approx([e.time_s for e in there], abs=1e-9)


def test_a_foot_without_markers_has_no_events() -> None:
    motion = in_walk_frame(HEALTHY.walk())
    bare = motion.sel(
        keypoints=[
            n
            for n in motion["keypoints"].values
            if "right_heel" not in str(n) and "right_ankle" not in str(n)
        ]
    )
    assert {event.side for event in marker_events(bare, 1.2)} == {"left"}


def test_a_short_gap_is_bridged_and_a_long_one_is_not() -> None:
    motion = in_walk_frame(HEALTHY.walk())
    whole = marker_events(motion, 1.2)
    strike = next(e for e in whole if e.side == "left" and e.kind == "foot_strike" and e.time_s > 1)
    heel = list(motion["keypoints"].values).index("left_heel")
    for gap_s, kept in ((0.03, True), (0.4, False)):
        position = motion["position"].values.copy()
        hidden = abs(motion["time"].values - strike.time_s) < gap_s / 2
        position[hidden, :, heel] = np.nan
        events = marker_events(motion.assign(position=(motion["position"].dims, position)), 1.2)
        assert any(abs(e.time_s - strike.time_s) < 0.01 and e.kind == "foot_strike" for e in events) == kept


def contacts(collection: str) -> Iterator[tuple[str, tuple[float, float]]]:
    """Strike and off of the steps on plates, in seconds from each file's first frame."""
    for entry in json.loads((DATA / "reference_c3d.json").read_text(encoding="utf-8")):
        _, _, event_s, event_frame = entry["events"][0]
        start_s = event_s - event_frame / entry["rate"]
        if collection in entry["file"]:
            for plate in entry["force_plate_contacts_s_on_off_peakN"]:
                for on_s, off_s, peak_n in plate:
                    if peak_n >= LEAST_PEAK_N:
                        yield entry["file"], (on_s - start_s, off_s - start_s)


@cache
def events_of(file: str) -> tuple[list[Event], list[Event]]:
    """From markers alone, and with plates."""
    motion = prepare(read_motion(DATA / file)).motion
    alone = marker_events(motion, walking_speed(motion))
    return alone, with_plates(motion, alone)


def errors(events: list[Event], contact: tuple[float, float]) -> tuple[float, float]:
    strikes, offs = (
        [event.time_s for event in events if event.kind == kind] for kind in ("foot_strike", "foot_off")
    )
    return (
        min((time - contact[0] for time in strikes), key=abs),
        min((time - contact[1] for time in offs), key=abs),
    )


@needs_data
def test_from_markers_alone_events_are_within_ten_milliseconds_of_the_plates() -> None:
    """The children of biomechzoo: median error at most 10 ms, none missed."""
    pairs = list(contacts("biomechzoo"))
    assert len(pairs) == 12
    off = np.array([errors(events_of(file)[0], contact) for file, contact in pairs])
    assert (np.median(abs(off), axis=0) <= 0.010).all()
    assert abs(off).max() < 0.035
    assert abs(np.median(off, axis=0)).max() < 0.008


@needs_data
def test_with_plates_events_are_the_plates_own() -> None:
    for collection in ("biomechzoo", "FMC"):
        for file, contact in contacts(collection):
            assert abs(np.array(errors(events_of(file)[1], contact))).max() < 0.003, file


@needs_data
@pytest.mark.parametrize("collection", ["biomechzoo", "FMC", "Sydney", "gaitalytics"])
def test_no_step_is_missed_and_none_is_made_up(collection: str) -> None:
    """The laboratories' own events, but for those within a tenth of a second of the file's ends."""
    for entry in json.loads((DATA / "reference_c3d.json").read_text(encoding="utf-8")):
        if collection not in entry["file"] or "tatic" in entry["file"]:
            continue
        first, last = 0.1, entry["frames"] / entry["rate"] - 0.1
        kinds = {"Foot Strike": "foot_strike", "Foot Off": "foot_off"}
        theirs = [(s.lower(), kinds[kind], f / entry["rate"]) for s, kind, _, f in entry["events"]]
        for ours in events_of(entry["file"]):
            same = [
                [abs(e.time_s - t) < 0.08 for e in ours if (e.side, e.kind) == (side, kind)].count(True)
                for side, kind, t in theirs
                if first < t < last
            ]
            assert set(same) == {1}, entry["file"]
            between = [e for e in ours if theirs[0][2] - 0.08 < e.time_s < theirs[-1][2] + 0.08]
            assert len(between) <= len(theirs), entry["file"]


@needs_data
def test_stated_errors_hold_about_as_often_as_they_say() -> None:
    within = [
        abs(error) < 1.96 * 0.0125
        for collection in ("biomechzoo", "FMC")
        for file, contact in contacts(collection)
        for error in errors(events_of(file)[0], contact)
    ]
    assert np.mean(within) >= 0.9


def test_sides_are_those_of_the_markers() -> None:
    assert {event.side for event in found(HEALTHY.walk())} == set(SIDES)
