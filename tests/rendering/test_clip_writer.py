"""Frames saved as a clip."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from kinechain.capture.camera_notes import read_camera_notes
from kinechain.rendering.clip_writer import Picture, write_clip

GREY = np.full((64, 96, 3), 120, np.uint8)


def frames_of(path: Path) -> tuple[list[Picture], Fraction | None]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        pictures = [
            np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8) for frame in container.decode(stream)
        ]
        return pictures, stream.average_rate


@pytest.mark.parametrize("fps", [24, 30, 60])
def test_a_clip_has_the_frames_and_the_rate_that_it_was_given(tmp_path: Path, fps: int) -> None:
    frames, rate = frames_of(write_clip([GREY] * 12, tmp_path / "clip.mp4", fps=fps))
    assert len(frames) == 12
    assert rate == fps
    assert frames[0].shape == GREY.shape


def test_grain_and_compression_change_little_and_the_seed_makes_it_again(tmp_path: Path) -> None:
    clips = [write_clip([GREY], tmp_path / f"{n}.mp4", fps=30, compression=15, noise=5, seed=5) for n in "ab"]
    (one, _), (other, _) = (frames_of(clip) for clip in clips)
    assert (one[0] == other[0]).all()
    assert one[0].mean() == pytest.approx(120, abs=3)
    assert 2 < one[0].std() < 6


def test_stronger_compression_makes_a_smaller_file(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    frames = [rng.integers(0, 255, GREY.shape, dtype=np.uint8) for _ in range(5)]
    sizes = [
        write_clip(frames, tmp_path / f"{rate}.mp4", fps=30, compression=rate).stat().st_size
        for rate in (20, 35)
    ]
    assert sizes[1] < sizes[0]


def test_no_frames_are_no_clip(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        write_clip([], tmp_path / "clip.mp4", fps=30)
    assert not list(tmp_path.iterdir())


def test_a_lens_is_noted_where_our_own_capture_reads_it(tmp_path: Path) -> None:
    path = write_clip([GREY] * 3, tmp_path / "clip.mp4", fps=30, focal_35mm=26.5)
    with path.open("rb") as file:
        assert read_camera_notes(file).focal_35mm == pytest.approx(26.5)
    with write_clip([GREY] * 3, tmp_path / "other.mp4", fps=30).open("rb") as file:
        assert read_camera_notes(file).focal_35mm is None
