import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from c3d_writer import DEC, INTEL, MIPS, Recorded, c3d_bytes
from crowd import LABELS, crowd

from kinechain.errors import InputError
from kinechain.motion.files import read_model_outputs, read_motion
from kinechain.motion.reading.c3d import read_c3d, read_c3d_outputs
from kinechain.motion.reading.c3d_file import DamagedC3DError, read_c3d_bytes
from kinechain.motion.reading.reading import RefusedError
from laboratory import DATA, needs_data

MM = 1000.0


def recorded(**changes: Any) -> Recorded:
    return Recorded(**{"labels": LABELS, "points": MM * crowd(), **changes})


def refusal(content: bytes, person: int | str | None = None) -> str:
    with pytest.raises(RefusedError) as raised:
        read_c3d(content, person)
    assert str(raised.value).isprintable()
    return str(raised.value)


@pytest.mark.parametrize("processor", [INTEL, DEC, MIPS])
@pytest.mark.parametrize("scale", [-0.1, 0.125])
def test_every_processor_and_kind_of_number_gives_the_same_walk(processor: int, scale: float) -> None:
    analog = np.round(np.random.default_rng(1).uniform(-500, 500, (500, 3)))
    file = read_c3d_bytes(c3d_bytes(recorded(analog=analog), processor=processor, scale=scale))
    np.testing.assert_allclose(file.points[:, :, :3], MM * crowd(), atol=abs(scale) if scale > 0 else 1e-3)
    np.testing.assert_allclose(file.analog, analog, atol=1e-3)
    assert (file.rate_hz, file.samples_per_frame, file.first_frame) == (100.0, 10, 1)
    assert tuple(file.texts("POINT", "LABELS")) == LABELS


def test_a_walk_comes_back_in_metres_with_its_names_and_times(tmp_path: Path) -> None:
    path = tmp_path / "walk.c3d"
    path.write_bytes(c3d_bytes(recorded()))
    motion = read_motion(path)
    np.testing.assert_allclose(motion["position"].transpose("time", "keypoints", "space"), crowd(), atol=1e-6)
    assert tuple(motion["keypoints"].values) == LABELS
    np.testing.assert_allclose(motion["time"], np.arange(50) / 100)
    assert motion.attrs["source_file"] == "walk.c3d"
    assert motion.attrs["warnings"] == []


def test_analog_words_are_scaled_and_unsigned_ones_are_read_as_such() -> None:
    words = np.array([[100.0, 40000.0]] * 50)
    more = {
        "ANALOG": {"FORMAT": ["UNSIGNED"], "SCALE": [2.0, 0.5], "OFFSET": [10, 32768], "GEN_SCALE": [3.0]}
    }
    file = read_c3d_bytes(c3d_bytes(recorded(analog=words, more=more), scale=0.125))
    np.testing.assert_allclose(file.analog[0], [(100 - 10) * 6, (40000 - 32768) * 1.5])


def test_more_than_255_labels_continue() -> None:
    labels = [f"M{number}" for number in range(300)]
    points = MM * np.tile(crowd(), (1, 24, 1))[:, :300]
    assert read_c3d(c3d_bytes(recorded(labels=labels, points=points))).names == tuple(labels)


@pytest.mark.parametrize(("unit", "metre"), [("mm", 0.001), ("m", 1.0), ("cm", 0.01), ("Millimeters", 0.001)])
def test_the_unit_that_a_file_names_is_used(unit: str, metre: float) -> None:
    reading = read_c3d(c3d_bytes(recorded(points=crowd() / metre, unit=unit)))
    np.testing.assert_allclose(reading.position.transpose(0, 2, 1), crowd(), atol=1e-5)
    assert reading.warnings == ()


@pytest.mark.parametrize(
    ("unit", "said", "metre"), [("m", "says m", 0.001), ("mm", "says mm", 1.0), ("", "names no unit", 0.001)]
)
def test_a_wrong_or_missing_unit_is_found_from_the_size_of_a_body(unit: str, said: str, metre: float) -> None:
    reading = read_c3d(c3d_bytes(recorded(points=crowd() / metre, unit=unit)))
    np.testing.assert_allclose(reading.position.transpose(0, 2, 1), crowd(), atol=1e-5)
    assert [said in line for line in reading.warnings] == [True]


def test_a_size_that_no_unit_explains_is_refused() -> None:
    assert "no person's size" in refusal(c3d_bytes(recorded(points=8 * crowd(), unit="m")))


def test_a_ghost_far_away_does_not_make_a_giant_and_is_not_seen() -> None:
    points = MM * crowd()
    points[10, 3] = 9e8
    reading = read_c3d(c3d_bytes(recorded(points=points)))
    assert np.isnan(reading.position[10, :, 3]).all()
    assert np.isfinite(reading.position[11:, :, 3]).all()
    assert "1 position(s) over 200 m away" in reading.warnings[0]


def test_what_cameras_did_not_see_and_what_lies_at_the_origin_is_unseen() -> None:
    points = MM * crowd()
    points[5, 0], points[6, 1], points[:, 12] = np.nan, 0.0, np.nan
    reading = read_c3d(c3d_bytes(recorded(points=points)))
    assert np.isnan(reading.position[5, :, 0]).all()
    assert np.isnan(reading.position[6, :, 1]).all()
    assert "LFHD" not in reading.names
    assert reading.warnings == ("never seen and left out: LFHD",)


def test_a_models_outputs_are_no_markers() -> None:
    labels = [*LABELS, "LKneeAngles", "LHJC", "PELO", "CentreOfMass", "LTIB1", "Speed"]
    points = np.concatenate([MM * crowd(), np.full((50, 6, 3), 33.0)], axis=1)
    content = c3d_bytes(recorded(labels=labels, points=points, more={"POINT": {"SCALARS": ["Speed"]}}))
    # A cluster's LTIB1 is a marker, but an Oxford foot model's is not.
    assert read_c3d(content).names == (*LABELS, "LTIB1")
    assert read_c3d_outputs(content).names == ("LKneeAngles", "LHJC", "PELO", "CentreOfMass", "Speed")
    assert (read_c3d_outputs(content).position == 33).all()
    oxford = c3d_bytes(recorded(labels=[*labels[:-1], "LHDF0"], points=points))
    assert read_c3d(oxford).names == LABELS


def test_a_copy_that_a_model_made_of_a_marker_is_left_out() -> None:
    points = np.concatenate([MM * crowd(), MM * crowd()[:, :1] + 0.03, MM * crowd()[:, :1] + 30], axis=1)
    more = {"POINT": {"MODELED_MARKERS": ["COPY", "OTHER"]}}
    reading = read_c3d(c3d_bytes(recorded(labels=[*LABELS, "COPY", "OTHER"], points=points, more=more)))
    assert reading.names == (*LABELS, "OTHER")


def test_doubled_and_missing_labels_are_told_apart() -> None:
    labels = ["LASI", *LABELS[:-2], "*12"]
    assert read_c3d(c3d_bytes(recorded(labels=labels))).names == ("LASI", "LASI (2)", *LABELS[1:-2], "*12")
    assert read_c3d(c3d_bytes(recorded(labels=LABELS[:-1]))).names == (*LABELS[:-1], "*13")


def two_people() -> bytes:
    labels = [f"{name}:{label}" for name in ("Anna", "Ben") for label in LABELS] + ["Stick:tip", "*40"]
    other = crowd() + np.array([0.0, 1.0, 0.0])
    points = MM * np.concatenate([crowd(), other, crowd()[:, :2] + 0.01], axis=1)
    more = {
        "SUBJECTS": {"NAMES": ["Anna", "Ben"]},
        "PROCESSING": {"Bodymass": [60.0, 70.0]},
        "EVENT": {
            "CONTEXTS": ["Left", "Right"],
            "LABELS": ["Foot Strike", "Foot Strike"],
            "SUBJECTS": ["Anna", "Ben"],
            "TIMES": np.array([[0.0, 0.0], [0.1, 0.2]]),
        },
    }
    return c3d_bytes(recorded(labels=labels, points=points, more=more))


def test_of_two_people_one_must_be_chosen() -> None:
    assert refusal(two_people()) == "holds 2 people; choose one by its number (1: Anna; 2: Ben)"
    assert "no person Carl; there is 1: Anna; 2: Ben" in refusal(two_people(), "Carl")
    assert "no person 3" in refusal(two_people(), "3")
    for person in ("Ben", 2, "2"):
        reading = read_c3d(two_people(), person)
        assert reading.names == (*LABELS, "*40")
        np.testing.assert_allclose(reading.position[:, 1, 0], crowd()[:, 0, 1] + 1.0, atol=1e-6)
        assert reading.attributes["events"] == [("right", "foot_strike", 0.2)]
        assert reading.attributes["subject"] == {"mass_kg": 70.0}
        assert reading.warnings == ("markers of Anna, Stick are left out: another subject's or a thing's",)


def test_things_beside_a_person_without_a_name_are_left_out() -> None:
    labels = [*LABELS, "Stick:tip", "Ball:1"]
    points = MM * np.concatenate([crowd(), crowd()[:, :2] + 0.01], axis=1)
    reading = read_c3d(c3d_bytes(recorded(labels=labels, points=points)))
    assert reading.names == LABELS
    assert "Stick, Ball are left out" in reading.warnings[0]
    few = c3d_bytes(recorded(labels=["Foot:heel", "Foot:toe"], points=MM * crowd()[:, [3, 5]]))
    assert read_c3d(few).names == ("heel", "toe")


def test_one_person_may_be_asked_for_by_number_too() -> None:
    assert read_c3d(c3d_bytes(recorded()), 1).names == LABELS
    assert "no person 2" in refusal(c3d_bytes(recorded()), 2)


def test_events_count_from_the_first_frame_of_the_file() -> None:
    """A file cut out of a longer recording keeps the recording's times."""
    event = {
        "CONTEXTS": ["Left", "Right", "Left", "General", "Left", "Right"],
        "LABELS": ["Foot Strike", "Foot Off", "Foot Off", "Foot Strike", "Event", "Foot Strike"],
        "TIMES": np.array([[1.0, 1.0, 0.0, 1.0, 1.0, 1.0], [1.22, 1.35, 61.4, 1.3, 1.3, 9.0]]),
    }
    reading = read_c3d(c3d_bytes(recorded(first_frame=6101, more={"EVENT": event})))
    expected = [("left", "foot_strike", 0.22), ("right", "foot_off", 0.35), ("left", "foot_off", 0.4)]
    assert reading.attributes["events"] == expected


def test_events_of_old_files_are_read_from_the_header() -> None:
    content = c3d_bytes(recorded(header_events=[("LHS", 0.1), ("RTO", 0.3), ("XYZ", 0.2)]))
    assert read_c3d(content).attributes["events"] == [
        ("left", "foot_strike", 0.1),
        ("right", "foot_off", 0.3),
    ]


def test_measurements_of_the_subject_come_in_si_units() -> None:
    processing = {
        "Bodymass": [61.5], "Height": [1.71], "LLegLength": [880.0], "RKneeWidth": [9.5],
        "LThighRotation": [0.1], "RAnkleWidth": [5.0e4],
    }  # fmt: skip
    subject = read_c3d(c3d_bytes(recorded(more={"PROCESSING": processing}))).attributes["subject"]
    assert subject == pytest.approx(
        {
            "mass_kg": 61.5,
            "height_m": 1.71,
            "left_leg_length_m": 0.88,
            "right_knee_width_m": 0.095,
            "left_thigh_rotation_rad": 0.1,
        }
    )


def test_a_file_that_ends_early_gives_what_is_there_and_says_so() -> None:
    content = c3d_bytes(recorded())
    frame = 4 * 4 * len(LABELS)
    reading = read_c3d(content[: -10 * frame - 7])
    assert len(reading.time) == 39
    assert reading.warnings == ("the file ends early: 39 of its 50 frames are there",)
    assert "fewer than two frames" in refusal(content[: -49 * frame])


def test_a_long_recording_counts_beyond_16_bits() -> None:
    points = np.tile(MM * crowd(100), (700, 1, 1))
    trial = {"ACTUAL_START_FIELD": [1, 0], "ACTUAL_END_FIELD": [70000 % 65536, 1]}
    reading = read_c3d(c3d_bytes(recorded(points=points, rate_hz=200.0, more={"TRIAL": trial})))
    assert len(reading.time) == 70_000
    assert reading.warnings == ()


def test_two_frames_are_read_and_one_is_not() -> None:
    assert len(read_c3d(c3d_bytes(recorded(points=MM * crowd(2)))).time) == 2
    assert "fewer than two frames" in refusal(c3d_bytes(recorded(points=MM * crowd(1))))


def test_no_markers_far_too_many_and_no_sane_rate_are_refused() -> None:
    assert "no marker that is ever seen" in refusal(c3d_bytes(recorded(points=np.full((5, 13, 3), np.nan))))
    many = np.tile(MM * crowd(3), (1, 40, 1))
    assert "more than can be a person's" in refusal(c3d_bytes(recorded(labels=["A"] * 520, points=many)))
    assert "frames a second" in refusal(c3d_bytes(recorded(rate_hz=0.01)))
    assert "more than 10 minutes" in refusal(c3d_bytes(recorded(points=MM * crowd(700), rate_hz=1.0)))


def test_what_is_no_c3d_file_is_refused_in_words(tmp_path: Path) -> None:
    for content in (b"x" * 4000, bytes(4000), bytes([2, 0x50]) + bytes(3000)):
        with pytest.raises(DamagedC3DError):
            read_c3d_bytes(content)
    path = tmp_path / "walk.c3d"
    path.write_bytes(b"\x02\x50" + b"\xff" * 3000)
    with pytest.raises(InputError, match=r"walk\.c3d is damaged or no C3D file") as raised:
        read_motion(path)
    assert str(raised.value).isprintable()
    path.write_bytes(c3d_bytes(recorded()))
    with pytest.raises(InputError, match="no outputs of a laboratory's model"):
        read_model_outputs(path)


FILES = sorted(DATA.rglob("*.c3d")) if DATA.is_dir() else []


@needs_data
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_laboratorys_file_reads_as_with_ezc3d(path: Path) -> None:
    ezc3d = pytest.importorskip("ezc3d", reason="ezc3d is not installed (extra lab)")
    theirs, ours = ezc3d.c3d(str(path)), read_c3d_bytes(path.read_bytes())
    points = np.array(ours.points[:, :, :3])
    points[ours.points[:, :, 3] < 0] = np.nan
    np.testing.assert_array_equal(points, theirs["data"]["points"][:3].transpose(2, 1, 0))
    np.testing.assert_array_equal(ours.analog.T, theirs["data"]["analogs"][0].reshape(ours.analog.T.shape))
    assert ours.first_frame == theirs["header"]["points"]["first_frame"] + 1
    for group, members in ours.parameters.items():
        for name, value in members.items():
            expected = theirs["parameters"][group][_spelt(theirs["parameters"][group], name)]["value"]
            if isinstance(value, list):
                assert value == list(expected)
            else:
                np.testing.assert_array_equal(value.ravel(order="F"), np.ravel(expected, order="F"))


def _spelt(members: dict[str, Any], name: str) -> str:
    return next(key for key in members if key.upper() == name)


@needs_data
def test_the_laboratorys_events_are_those_of_its_reference() -> None:
    for entry in json.loads((DATA / "reference_c3d.json").read_text(encoding="utf-8")):
        motion = read_motion(DATA / entry["file"])
        expected = sorted(
            (frame / entry["rate"], side.lower(), f"foot_{kind.split()[1].lower()}")
            for side, kind, _, frame in entry["events"]
            if kind in {"Foot Strike", "Foot Off"} and side in {"Left", "Right"}
        )
        found = sorted((time, side, kind) for side, kind, time in motion.attrs["events"])
        assert [event[1:] for event in found] == [event[1:] for event in expected]
        # The frame is the event's time rounded.
        assert [event[0] for event in found] == pytest.approx(
            [event[0] for event in expected], abs=0.6 / entry["rate"]
        )


@needs_data
def test_a_laboratorys_walk_has_its_markers_alone() -> None:
    path = DATA / "biomechzoo" / "raw_c3d_files" / "HC030A" / "Straight" / "HC030A05.c3d"
    motion = read_motion(path)
    assert motion.sizes["keypoints"] == 59
    assert {"LASI", "C7", "RHLX", "LFHD"} <= set(motion["keypoints"].values)
    assert motion.attrs["subject"]["mass_kg"] == pytest.approx(45.8)
    assert motion.attrs["subject"]["height_m"] == pytest.approx(1.48)
    outputs = read_model_outputs(path)
    assert outputs["LKneeAngles"].shape == (197, 3)
    assert len(outputs) + 59 + 1 == 291  # and a copy of CLAV
    treadmill = read_motion(DATA / "gaitalytics" / "tests" / "treadmill_events.c3d")
    assert {"LASIS", "LASI"} & set(treadmill["keypoints"].values) == {"LASIS"}
    assert len(treadmill.attrs["events"]) == 43
