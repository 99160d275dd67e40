"""What laboratories' files say, by our definitions, against what others read from them."""

from functools import cache

import numpy as np
import pytest
from made_walks import never_wrong

from kinechain.measurement import SIDES, Side
from kinechain.validation.compared_walk import ComparedWalk, compare_walk
from kinechain.validation.interval_honesty import differences
from kinechain.validation.laboratory_truth import LaboratoryTruth, is_solid, laboratory_truth
from kinechain.validation.recordings import Recording, find_recordings
from kinechain.validation.reference import Reference, read_reference
from kinechain.validation.stride_values import value
from laboratory import DATA, needs_data

pytestmark = needs_data
# Our measure, its name in reference_c3d.json, and what makes the one the other.
SAME = {
    "ankle_dorsiflexion_stance_peak": ("ankle_DF_max_stance", 1),
    "ankle_plantarflexion_push_off_peak": ("ankle_min", -1),
    "knee_flexion_swing_peak": ("knee_max_swing", 1),
    "hip_flexion_peak": ("hip_max", 1),
    "hip_extension_peak": ("hip_min", -1),
    "pelvic_tilt_mean": ("pelvis_tilt_mean", 1),
    "pelvic_obliquity_range": ("pelvis_obliq_range", 1),
    "stance_share": ("stance_pct", 1),
}
# Noted to 0.1, and means over strides there were taken of rounded numbers.
ROUNDING = 0.11


@cache
def recordings() -> dict[str, Recording]:
    return {
        recording.name: recording for recording in find_recordings(DATA) if recording.path.suffix == ".c3d"
    }


@cache
def references() -> dict[str, Reference]:
    return read_reference(DATA)


@cache
def truth(name: str, *, with_reference: bool = True) -> LaboratoryTruth:
    from kinechain.motion.files import read_model_outputs, read_motion

    path = recordings()[name].path
    reference = references()[name] if with_reference else None
    return laboratory_truth(read_motion(path), read_model_outputs(path), reference)


def walks() -> list[str]:
    return sorted(recordings()) if DATA.is_dir() else []


@pytest.mark.parametrize("name", walks())
def test_the_laboratory_s_angles_by_our_definitions_are_those_that_others_read(name: str) -> None:
    found, reference = truth(name), references()[name]
    for side in SIDES:
        own = [stride for stride in found.strides if stride.side == side]
        for measure, (theirs, factor) in SAME.items():
            ours = np.mean([value(measure, found.view, stride) for stride in own])
            assert ours == pytest.approx(factor * reference.extremes[side][theirs], abs=ROUNDING), (
                side,
                measure,
            )


@pytest.mark.parametrize("name", walks())
def test_the_file_s_own_events_and_plates_say_the_same_without_the_list(name: str) -> None:
    listed, alone = truth(name), truth(name, with_reference=False)
    assert len(alone.noted) == len(listed.noted)
    apart = [abs(a.time_s - b.time_s) for a, b in zip(alone.noted, listed.noted, strict=True)]
    assert max(apart) <= 0.011
    if not listed.treadmill:
        assert [(e.side, e.kind) for e in alone.on_plates] == [(e.side, e.kind) for e in listed.on_plates]


def test_every_child_s_two_contacts_are_there_and_split_ones_are_not_believed() -> None:
    on_plates = {name: truth(name).on_plates for name in walks()}
    assert {len(events) for name, events in on_plates.items() if name.startswith("biomechzoo")} == {4}
    split = next(events for name, events in on_plates.items() if "S4-AMGait03" in name)
    assert sorted(event.time_s for event in split) == pytest.approx([0.291, 0.812, 0.904, 1.446], abs=0.002)


def test_only_the_solid_hallux_curves_count() -> None:
    solid: set[tuple[str, Side]] = set()
    for name in walks():
        for side in SIDES:
            own = [stride for stride in truth(name).strides if stride.side == side]
            if is_solid("toe_extension_push_off_peak", truth(name), own):
                solid.add((name.rsplit("/", 1)[-1], side))
    assert solid == {("HC030A05.c3d", "left"), ("HC031A06.c3d", "left"), ("HC031A06.c3d", "right")}


def test_one_child_s_head_is_broken() -> None:
    broken = [name for name in walks() if truth(name).view.has_broken_head]
    assert [name.rsplit("/", 1)[-1] for name in broken] == ["HC039A17.c3d"]


def test_the_treadmill_has_no_truth_of_lengths() -> None:
    found = truth("gaitalytics/tests/treadmill_events.c3d")
    assert found.treadmill
    assert found.speed_mps is None
    assert found.stride_length_m == {}


@pytest.mark.parametrize("name", walks())
def test_who_sees_and_times_what_the_laboratory_does_has_no_error(name: str) -> None:
    compared: ComparedWalk = compare_walk(recordings()[name], never_wrong(truth(name)), truth(name))
    assert compared.strides
    for stride in compared.strides:
        assert stride.ours == stride.theirs
    assert {difference.value for difference in differences([compared], "knee_flexion_swing_peak")} == {0.0}
    assert all(np.array_equal(curve.ours, curve.theirs) for curve in compared.curves)
    assert compared.noted.missed == ()
    assert compared.noted.extra == 0
