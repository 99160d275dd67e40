"""What would make the next clip better: at most two lines, the worthiest first, none for a good clip."""

from typing import Any

import numpy as np
import pytest
import xarray as xr

from detected_walker import film
from kinechain.gait.capture_advice import Clip, advice_on_clips, capture_advice
from kinechain.motion.camera_motion import CameraMotion
from kinechain.motion.course import find_passes
from kinechain.motion.smoothing import smooth
from synthetic_walker import HEALTHY

STILL = CameraMotion(0.2, 0.2, 1.0, 1280)
UNKNOWN = CameraMotion(np.nan, np.nan, np.nan, 1280)
MANY = {"left": 4, "right": 4}


def filmed(**how: Any) -> xr.Dataset:
    return film(HEALTHY.walk(), **({"distance_m": 6.0, "rate_hz": 30} | how))


def clip(motion: xr.Dataset, camera: CameraMotion = STILL, strides: dict[Any, int] = MANY) -> Clip:
    return Clip(motion, find_passes(smooth(motion)), strides, camera)


def test_of_a_good_clip_nothing_is_said() -> None:
    assert capture_advice(clip(filmed())) == ()
    assert capture_advice(clip(filmed(), UNKNOWN)) == ()
    assert capture_advice(clip(filmed(view="front", distance_m=8.0))) == ()


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"distance_m": 15.0}, "come closer, or film in a higher resolution"),
        ({"yaw_deg": 30.0}, "square to the way: the camera stood about 2"),
        ({"rate_hz": 24}, "24 show too little"),
        ({"distance_m": 3.2, "camera_height_m": 1.75, "focal_px": 1150}, "stand further away: the feet"),
        ({"distance_m": 3.6, "camera_height_m": 0.3, "focal_px": 1150}, "stand further away: the head"),
    ],
)
def test_what_the_picture_lacks(how: dict[str, Any], words: str) -> None:
    said = capture_advice(clip(filmed(**how)))
    assert words in said[0]


@pytest.mark.parametrize(("strides", "said"), [((3, 3), False), ((2, 4), True), ((0, 1), True)])
def test_too_few_strides(strides: tuple[int, int], said: bool) -> None:
    lines = capture_advice(clip(filmed(), strides={"left": strides[0], "right": strides[1]}))
    assert any("3 whole strides of each leg" in line for line in lines) == said


def test_a_phone_held_upright_shows_too_few_strides() -> None:
    motion = filmed(distance_m=7.0, frame_size=(720, 1280), focal_px=900)
    assert "hold the phone sideways" in capture_advice(clip(motion, strides={"left": 1, "right": 1}))[0]


@pytest.mark.parametrize(
    ("camera", "words"),
    [
        (CameraMotion(4.0, 20.0, 1.0, 1280), "the hand that held it shook"),
        (CameraMotion(2.0, 300.0, 1.0, 1280), "do not follow the person"),
        (CameraMotion(0.1, 1.0, 1.2, 1280), "do not follow the person"),
    ],
)
def test_a_camera_that_moved(camera: CameraMotion, words: str) -> None:
    assert words in capture_advice(clip(filmed(), camera))[0]


@pytest.mark.parametrize(
    ("person", "background", "said"), [(0.2, 0.8, True), (0.5, 0.9, False), (0.2, 0.3, False)]
)
def test_light_from_behind(person: float, background: float, said: bool) -> None:
    motion = filmed().assign_attrs(person_light=person, background_light=background)
    assert any("light behind you" in line for line in capture_advice(clip(motion))) == said


def test_a_picture_upside_down_has_no_size() -> None:
    motion = filmed()
    corner = np.array([motion.attrs["frame_width"], motion.attrs["frame_height"]])[:, np.newaxis]
    lines = capture_advice(Clip(motion.assign(position=corner - motion["position"]), [], {}, STILL))
    assert lines[0] == "the picture is upside down; turn the video"
    assert not any("pixels tall" in line for line in lines)


def test_legs_that_are_hard_to_see() -> None:
    motion = filmed()
    motion["confidence"] *= 0.5
    assert "hide the legs" in capture_advice(clip(motion))[0]


def test_two_lines_at_most_and_the_worthiest_first() -> None:
    motion = filmed(yaw_deg=35.0, rate_hz=24).assign_attrs(person_light=0.1, background_light=0.9)
    camera = CameraMotion(1.5, 400.0, 1.0, 1280)
    said = capture_advice(clip(motion, camera, {"left": 1, "right": 1}))
    assert len(said) == 2
    assert "do not follow" in said[0]
    assert "square to the way" in said[1]
    assert all("\n" not in line for line in said)


def test_where_nobody_walks_the_picture_is_judged_all_the_same() -> None:
    motion = filmed(distance_m=15.0)
    assert "come closer" in capture_advice(Clip(motion, [], {}, STILL))[0]


def test_of_several_clips_each_line_names_its_own() -> None:
    good, small = clip(filmed()), clip(filmed(distance_m=15.0))
    (line,) = advice_on_clips([("side.mp4", good), ("far.mp4", small)])
    assert line.startswith("far.mp4: come closer")
    assert advice_on_clips([("side.mp4", good), ("other.mp4", good)]) == ()


def test_what_holds_of_all_clips_is_said_once_and_names_none() -> None:
    slow = clip(filmed(rate_hz=24))
    (line,) = advice_on_clips([("one.mp4", slow), ("other.mp4", slow)])
    assert line.startswith("set the camera to 30")


def test_each_clip_s_worthiest_line_comes_first() -> None:
    worst = clip(filmed(distance_m=15.0, rate_hz=24))
    oblique = clip(filmed(yaw_deg=30.0))
    first, second = advice_on_clips([("far.mp4", worst), ("oblique.mp4", oblique)])
    assert (first.split(":")[0], second.split(":")[0]) == ("far.mp4", "oblique.mp4")


def test_a_clip_s_name_cannot_write_on_the_terminal() -> None:
    (line,) = advice_on_clips([("a\x1b[2J.mp4", clip(filmed(rate_hz=24))), ("b.mp4", clip(filmed()))])
    assert "\x1b" not in line
