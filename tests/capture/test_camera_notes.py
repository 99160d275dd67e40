"""What phones note of their camera, read from a file that may be anything."""

import io
import random
import struct
from pathlib import Path

import numpy as np
import pytest
from mp4_boxes import FLOAT, INTEGER, TEXT, Item, tag

import clips
from kinechain.capture.camera_notes import CameraNotes, read_camera_notes
from kinechain.capture.video import open_video, read_frames

FOCAL = "com.apple.quicktime.camera.focal_length.35mm_equivalent"
RATE = "com.android.capture.fps"


def notes(path: Path) -> CameraNotes:
    with path.open("rb", buffering=0) as file:
        said = read_camera_notes(file)
        assert file.tell() == 0
    return said


@pytest.mark.parametrize("ending", ["mp4", "mov"])
@pytest.mark.parametrize("layout", [(True, True), (True, False), (False, True), (False, False)])
@pytest.mark.parametrize(
    ("item", "millimetres"),
    [
        ((INTEGER, struct.pack(">i", 26)), 26.0),
        ((TEXT, b"13.00mm"), 13.0),
        ((FLOAT, struct.pack(">f", 77.5)), 77.5),
        ((22, b"\x1a"), 26.0),
    ],
)
def test_the_focal_length_that_a_phone_notes(
    tmp_path: Path, ending: str, layout: tuple[bool, bool], item: Item, millimetres: float
) -> None:
    path = clips.write(tmp_path / f"walk.{ending}", frames=3)
    others = {"com.apple.quicktime.camera.lens_model": (TEXT, b"back camera 6.86mm f/1.78"), FOCAL: item}
    tag(path, others, at_track=layout[0], version=layout[1])
    assert notes(path) == CameraNotes(millimetres, None)
    assert open_video(path).focal_35mm == millimetres


@pytest.mark.parametrize("ending", clips.CODECS)
def test_other_files_say_nothing(tmp_path: Path, ending: str) -> None:
    assert notes(clips.write(tmp_path / f"walk.{ending}", frames=3)) == CameraNotes()


@pytest.mark.parametrize(
    "item", [(INTEGER, struct.pack(">i", -26)), (TEXT, b"wide"), (FLOAT, struct.pack(">f", np.nan)), (0, b"")]
)
def test_nonsense_is_no_focal_length(tmp_path: Path, item: Item) -> None:
    path = tag(clips.write(tmp_path / "walk.mp4", frames=3), {FOCAL: item}, at_track=True)
    assert notes(path) == CameraNotes()


def test_damaged_boxes_harm_nobody(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.mov", frames=3)
    whole = tag(path, {FOCAL: (INTEGER, struct.pack(">i", 26))}, at_track=True).read_bytes()
    chance = random.Random(0)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        said = read_camera_notes(io.BytesIO(bytes(data[: chance.randrange(len(data))])))
        assert said.focal_35mm is None or 5 <= said.focal_35mm <= 1000
    assert read_camera_notes(io.BytesIO(b"")) == CameraNotes()
    assert read_camera_notes(io.BytesIO(struct.pack(">I4s", 0xFFFFFFF0, b"moov"))) == CameraNotes()


def slow_clip(path: Path) -> Path:
    """A second of 240 pictures that plays for eight."""
    clips.write(path, frames=240, rate=30)
    return tag(path, {RATE: (FLOAT, struct.pack(">f", 240.0))}, at_track=False)


def test_the_times_of_a_slow_motion_are_put_right(tmp_path: Path) -> None:
    reader = read_frames(slow_clip(tmp_path / "walk.mp4"))
    times = [frame.time_s for frame in reader]
    np.testing.assert_allclose(times, np.arange(240) / 240, atol=1e-3)
    assert reader.info.rate_hz == pytest.approx(240)
    assert reader.info.duration_s == pytest.approx(1, abs=0.01)
    assert reader.info.slowed == pytest.approx(8)
    assert any("plays 8 times slower" in line for line in reader.warnings)


def test_a_slow_motion_is_thinned_by_the_time_in_which_it_was_recorded(tmp_path: Path) -> None:
    frames = list(read_frames(slow_clip(tmp_path / "walk.mp4"), max_rate_hz=60))
    assert [frame.index for frame in frames] == list(range(0, 240, 4))


def test_a_file_that_plays_as_fast_as_it_was_recorded_stays(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.mp4", frames=240, rate=240)
    tag(path, {RATE: (FLOAT, struct.pack(">f", 239.9))}, at_track=False)
    reader = read_frames(path)
    np.testing.assert_allclose([frame.time_s for frame in reader], np.arange(240) / 240, atol=1e-3)
    assert (reader.info.slowed, reader.warnings) == (1.0, [])


def test_somebody_may_say_at_what_rate_it_was_recorded(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.mp4", frames=120)
    assert [frame.time_s for frame in read_frames(path, recorded_hz=120)][-1] == pytest.approx(119 / 120)
    lapse = [frame.time_s for frame in read_frames(path, recorded_hz=3)]
    assert lapse[-1] == pytest.approx(119 / 3)
    with pytest.raises(ValueError, match="recorded_hz"):
        read_frames(path, recorded_hz=0)
