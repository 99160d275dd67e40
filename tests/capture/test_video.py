import contextlib
import os
import random
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import clips
from kinechain.capture import video
from kinechain.capture.video import open_video, read_frames
from kinechain.errors import InputError

linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")


def fails(path: Path, *words: str) -> None:
    """The one line that reading the file gives; it must contain the words."""
    with pytest.raises(InputError) as caught:
        list(read_frames(path))
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    for word in words:
        assert word in message


@pytest.mark.parametrize("ending", clips.CODECS)
def test_every_container(tmp_path: Path, ending: str) -> None:
    reader = read_frames(clips.write(tmp_path / f"walk.{ending}"))
    frames = list(reader)
    assert reader.warnings == []
    assert (reader.info.width, reader.info.height, reader.info.rotation) == (clips.WIDTH, clips.HEIGHT, 0)
    assert reader.info.duration_s == pytest.approx(1, abs=0.04)
    assert reader.info.rate_hz == pytest.approx(30, rel=0.01)
    assert reader.info.frames in {None, 30}
    assert [frame.index for frame in frames] == list(range(30))
    np.testing.assert_allclose([frame.time_s for frame in frames], np.arange(30) / 30, atol=0.0011)
    for frame in frames:
        assert frame.image.shape == (clips.HEIGHT, clips.WIDTH, 3)
        assert frame.image.dtype == np.uint8
        assert clips.corners(frame.image) == ["red", "green", "blue", "black"]


@pytest.mark.parametrize(
    ("turn", "mirror", "expected"),
    [
        (90, False, ["blue", "red", "black", "green"]),
        (180, False, ["black", "blue", "green", "red"]),
        (270, False, ["green", "black", "red", "blue"]),
        (0, True, ["green", "red", "black", "blue"]),
        (90, True, ["red", "blue", "green", "black"]),
        (180, True, ["blue", "black", "red", "green"]),
    ],
)
@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_rotation_flag_is_applied(
    tmp_path: Path, ending: str, turn: int, mirror: bool, expected: list[str]
) -> None:
    path = clips.write(tmp_path / f"walk.{ending}", frames=3, turn=turn, mirror=mirror)
    reader = read_frames(path)
    first = next(reader)
    assert clips.corners(first.image) == expected
    assert (reader.info.height, reader.info.width) == first.image.shape[:2]
    assert (first.image.shape[0] > first.image.shape[1]) == (turn in {90, 270})
    reader.close()


def test_unsquare_pixels_are_made_square(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.mp4", frames=3, pixel_shape=Fraction(4, 3))
    assert open_video(path).width == clips.WIDTH * 4 // 3
    assert next(read_frames(path)).image.shape == (clips.HEIGHT, clips.WIDTH * 4 // 3, 3)


@pytest.mark.parametrize("ending", ["mp4", "mkv", "webm"])
def test_time_stamps_of_a_varying_rate_are_kept(tmp_path: Path, ending: str) -> None:
    stamps = [0, 33, 66, 166, 200, 216, 233, 333]
    path = clips.write(tmp_path / f"walk.{ending}", stamps_ms=stamps)
    times = [frame.time_s for frame in read_frames(path)]
    np.testing.assert_allclose(times, np.array(stamps) / 1000, atol=0.001)


def test_an_avi_whose_frames_are_stored_out_of_order(tmp_path: Path) -> None:
    reader = read_frames(clips.write(tmp_path / "walk.avi", codec="libx264", noisy=True))
    np.testing.assert_allclose([frame.time_s for frame in reader], np.arange(30) / 30, atol=0.001)
    assert reader.warnings == []


def test_time_counts_from_the_first_frame(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.mkv", stamps_ms=[5000, 5033, 5066])
    assert next(read_frames(path)).time_s == 0


def test_a_high_rate_is_thinned_evenly(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.mp4", frames=240, rate=240)
    frames = list(read_frames(path, max_rate_hz=60))
    assert [frame.index for frame in frames] == list(range(0, 240, 4))
    assert len(list(read_frames(path, max_rate_hz=240))) == 240


def test_rounded_time_stamps_lose_no_frame(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.mkv")
    assert len(list(read_frames(path, max_rate_hz=30))) == 30


def test_a_large_picture_is_scaled_down(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.mp4", frames=3, size=(1280, 720), turn=90)
    reader = read_frames(path, max_side=320)
    frame = next(reader)
    assert frame.image.shape == (320, 180, 3)
    assert (reader.info.width, reader.info.height) == (720, 1280)
    assert clips.corners(frame.image) == ["blue", "red", "black", "green"]
    assert next(read_frames(path, max_side=5000)).image.shape == (1280, 720, 3)


def test_a_width_that_needs_padding(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.mp4", frames=2, size=(98, 54))
    for side in (98, 97, 61):
        assert clips.corners(next(read_frames(path, max_side=side)).image) == [
            "red",
            "green",
            "blue",
            "black",
        ]


def test_a_recording_that_does_not_state_its_length(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.webm", options={"live": "1"})
    reader = read_frames(path)
    assert reader.info.duration_s == pytest.approx(1, abs=0.04)
    assert reader.info.rate_hz == pytest.approx(30, rel=0.02)
    assert len(list(reader)) == 30
    assert reader.warnings == []


def test_no_such_file(tmp_path: Path) -> None:
    fails(tmp_path / "none.mp4", "does not exist")


def test_a_folder(tmp_path: Path) -> None:
    fails(tmp_path, "is a folder")


def test_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "walk.mp4")
    fails(tmp_path / "walk.mp4", "not an ordinary file")


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "walk.mp4").touch()
    fails(tmp_path / "walk.mp4", "is empty")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.mp4", frames=2)
    path.chmod(0)
    fails(path, "permissions")


def test_text_named_mp4(tmp_path: Path) -> None:
    path = tmp_path / "walk.mp4"
    path.write_text("This is no video.\n" * 100)
    fails(path, "not a video", "mp4, mov, mkv, webm or avi")


def test_a_playlist_is_not_followed(tmp_path: Path) -> None:
    clip = clips.write(tmp_path / "other.mp4", frames=2)
    path = tmp_path / "walk.mp4"
    path.write_text(f"ffconcat version 1.0\nfile '{clip}'\n")
    fails(path, "not a video")


def test_sound_only(tmp_path: Path) -> None:
    fails(clips.write_sound(tmp_path / "walk.mp4"), "has no picture")


def test_an_unsupported_codec(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.avi", codec="png", frames=2, pixels="rgb24")
    fails(path, "not supported", "H.264")


def test_too_long(tmp_path: Path) -> None:
    fails(clips.write(tmp_path / "walk.mp4", stamps_ms=[0, 1000, 700_000]), "longer than 10 minutes")


def test_too_large(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.avi", codec="mjpeg", frames=1, size=(8000, 6000), pixels="yuvj420p")
    fails(path, "40 million pixels")


def test_a_name_cannot_break_the_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_video(tmp_path / "a\nb\x1b[31m.mp4")
    assert "a b?[31m.mp4 does not exist" in str(caught.value)


@pytest.mark.parametrize("limits", [{"max_side": 0}, {"max_rate_hz": 0}, {"max_rate_hz": float("inf")}])
def test_limits_that_make_no_sense(tmp_path: Path, limits: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        read_frames(tmp_path / "walk.mp4", **limits)  # type: ignore[arg-type]


@pytest.mark.parametrize(("ending", "options"), [("mp4", {"movflags": "faststart"}), ("mkv", {})])
def test_a_video_cut_short_is_read_as_far_as_it_goes(
    tmp_path: Path, ending: str, options: dict[str, str]
) -> None:
    path = clips.write(tmp_path / f"walk.{ending}", frames=90, noisy=True, options=options)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    reader = read_frames(path)
    frames = list(reader)
    assert 30 < len(frames) < 60
    assert "should last 3.0 s" in reader.warnings[0]
    assert f"up to {frames[-1].time_s:.1f} s" in reader.warnings[0]


def test_a_video_without_its_end_index(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.mp4", noisy=True)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    fails(path, "its end is missing")


def test_damage_in_the_middle_leaves_out_only_the_damaged_frames(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.mov", codec="mjpeg", frames=60, noisy=True, pixels="yuvj420p")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 3000] = bytes(3000)
    path.write_bytes(data)
    reader = read_frames(path)
    times = [frame.time_s for frame in reader]
    assert 55 <= len(times) < 60
    assert times[-1] == pytest.approx(59 / 30)
    assert reader.warnings == [f"{path} has {60 - len(times)} damaged frame(s), which were left out"]


def images_before_trouble(path: Path) -> Iterator[NDArray[np.uint8]]:
    """The images of a file up to its InputError, if it raises one; nothing else may come out."""
    with contextlib.suppress(InputError):
        for frame in read_frames(path, max_side=500):
            yield frame.image


@pytest.mark.parametrize("ending", clips.CODECS)
def test_flipped_bytes_give_frames_or_one_clear_line(tmp_path: Path, ending: str) -> None:
    good = clips.write(tmp_path / f"good.{ending}", noisy=True, frames=20).read_bytes()
    path = tmp_path / f"walk.{ending}"
    for seed in range(6):
        luck = random.Random(f"{ending}{seed}")
        data = bytearray(good)
        reach = len(data) if seed % 2 else 1500  # half of the time the header only
        for _ in range(40):
            data[luck.randrange(min(reach, len(data)))] = luck.randrange(256)
        path.write_bytes(data)
        began = time.monotonic()
        assert all(image.shape[2] == 3 for image in images_before_trouble(path))
        assert time.monotonic() - began < 20


def is_running(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@linux
def test_the_child_is_reaped_however_the_reading_ends(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.mp4", frames=60, size=(640, 480))
    exhausted, closed, forgotten = (read_frames(path) for _ in range(3))
    children = [reader._child.pid for reader in (exhausted, closed, forgotten)]
    assert all(is_running(child) for child in children)
    list(exhausted)
    next(closed)
    closed.close()
    closed.close()
    assert next(closed, None) is None
    next(forgotten)
    del forgotten
    assert not any(is_running(child) for child in children)


@linux
def test_the_child_waits_for_its_reader(tmp_path: Path) -> None:
    """Backpressure: a reader that stops for a while must not fill the memory with frames."""
    path = clips.write(tmp_path / "walk.mp4", frames=300, size=(640, 480))
    with read_frames(path) as reader:
        next(reader)
        time.sleep(1)
        pages = int(Path(f"/proc/{reader._child.pid}/statm").read_text().split()[1])
    assert pages * os.sysconf("SC_PAGE_SIZE") < 120e6  # all the frames would be 276 MB


@linux
def test_the_child_is_locked_up_while_it_decodes(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "walk.mp4", frames=60, size=(640, 480))
    with read_frames(path) as reader:
        process = Path(f"/proc/{reader._child.pid}")
        status = dict(line.split(":\t", 1) for line in (process / "status").read_text().splitlines())
        environment = (process / "environ").read_text()
    assert status["Seccomp"] == "2"  # a filter
    assert status["NoNewPrivs"] == "1"
    assert "PYTEST_CURRENT_TEST" not in environment


def test_a_decoder_that_dies_is_one_clear_line(tmp_path: Path) -> None:
    reader = read_frames(clips.write(tmp_path / "walk.mp4", frames=60, size=(640, 480)))
    os.kill(reader._child.pid, 9)
    with pytest.raises(InputError, match="broke the decoder"):
        list(reader)


def test_a_decoder_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video, "STALL_SECONDS", 0.5)
    reader = read_frames(clips.write(tmp_path / "walk.mp4", frames=60, size=(640, 480)))
    os.kill(reader._child.pid, 19)  # SIGSTOP
    with pytest.raises(InputError, match="gave no frame for"):
        list(reader)
    assert not is_running(reader._child.pid)
