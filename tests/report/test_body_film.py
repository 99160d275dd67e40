"""The walk drawn from the side, where no camera was."""

import io

import numpy as np
import pytest
from PIL import Image

from kinechain.motion.keypoints import INDEX
from kinechain.report.body_film import FAR, NEAR, SKY, draw_film
from kinechain.report.film_player import film_player
from synthetic_walker import HEALTHY
from synthetic_walker import INDEX as PLACES

TIME = np.arange(0.0, 2.0, 0.01)
POSITIONS = np.asarray(HEALTHY.positions(TIME))
POINTS = {name: POSITIONS[:, place] for name, place in PLACES.items()}


def has(image: bytes, colour: tuple[int, int, int]) -> bool:
    """Whether more than the smoothed edges of something have this colour."""
    picture = np.asarray(Image.open(io.BytesIO(image)).convert("RGB")).astype(int)
    return int((abs(picture - colour).max(axis=2) < 6).sum()) > 300


def test_bones_keep_their_length_and_up_is_up() -> None:
    frames = draw_film(TIME, POINTS).frames
    shank = [
        np.linalg.norm(f.keypoints[INDEX["right_knee"]] - f.keypoints[INDEX["right_ankle"]]) for f in frames
    ]
    assert np.ptp(shank) < 0.05 * np.mean(shank)
    first = frames[0].keypoints
    assert first[INDEX["left_ear"], 1] < first[INDEX["left_hip"], 1] < first[INDEX["left_heel"], 1]


def test_the_player_takes_it() -> None:
    player = film_player(draw_film(TIME, POINTS), ())
    assert player is not None
    assert len(player.frames.times) > 30


def test_both_sides_are_drawn_and_a_missing_one_is_not() -> None:
    assert has(draw_film(TIME, POINTS).frames[5].image, FAR)
    right_only = {name: track for name, track in POINTS.items() if not name.startswith("left")}
    frame = draw_film(TIME, right_only).frames[5]
    assert has(frame.image, NEAR)
    assert not has(frame.image, FAR)
    assert np.isnan(frame.keypoints[INDEX["left_knee"]]).all()


def test_what_is_not_known_for_a_while_is_left_out_then() -> None:
    gap = {name: track.copy() for name, track in POINTS.items()}
    for track in gap.values():
        track[:20] = np.nan
    frames = draw_film(TIME, gap).frames
    assert not has(frames[0].image, NEAR)
    assert has(frames[0].image, SKY)
    assert has(frames[-1].image, NEAR)


@pytest.mark.parametrize("seconds", [0.5, 60.0])
def test_long_walks_stay_small(seconds: float) -> None:
    time = np.arange(0.0, seconds, 0.01)
    points = {name: np.resize(track, (len(time), 3)) for name, track in POINTS.items()}
    film = draw_film(time, points)
    assert len(film.frames) <= 80
    assert sum(len(frame.image) for frame in film.frames) < 1_000_000
