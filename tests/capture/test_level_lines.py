"""A room's upright edges tell how the camera was held; a picture without them tells nothing."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from kinechain.capture.level_lines import MOST_LEAN, CameraHold, camera_hold
from kinechain.capture.region import Pixels

SIZE = (900, 1200)
FOCAL = 900.0
BOX = (400.0, 250.0, 520.0, 1050.0)
# Where door frames and corners stand across a wall 4 m off (m).
ACROSS = (-1.3, -1.05, 0.7, 1.1, 1.4)


def room(roll: float, pitch: float, across: tuple[float, ...] = ACROSS, slant: float = 0.0) -> Pixels:
    """A wall with bands between upright edges, of a camera held so (degrees); `slant` tips all of them."""
    # Drawn larger and scaled down, so that edges are as smooth as a lens makes them.
    image = Image.new("RGB", (4 * SIZE[0], 4 * SIZE[1]), (150, 148, 140))
    draw = ImageDraw.Draw(image)
    heights = np.array([-0.6, 2.4])
    for number, x in enumerate(across):
        tipped = x + np.tan(np.radians(slant)) * heights
        corners = [
            *_pixels(tipped, heights, roll, pitch),
            *_pixels(tipped + 0.12, heights, roll, pitch)[::-1],
        ]
        shade = 90 + 15 * number
        draw.polygon([tuple(4 * corner) for corner in corners], fill=(shade, shade, shade))
    return np.asarray(image.resize(SIZE, Image.Resampling.BOX))


def _pixels(x: np.ndarray, up: np.ndarray, roll: float, pitch: float) -> list[np.ndarray]:
    rho, tip = np.radians(roll), np.radians(pitch)
    ahead = 4 * np.cos(tip) - up * np.sin(tip)
    below = -up * np.cos(tip) - 4 * np.sin(tip)
    right = (x * np.cos(rho) + below * np.sin(rho)) / ahead
    down = (below * np.cos(rho) - x * np.sin(rho)) / ahead
    return list(np.stack([FOCAL * right + SIZE[0] / 2, FOCAL * down + SIZE[1] / 2], axis=1))


def held(image: Pixels) -> CameraHold:
    found = camera_hold(image, BOX, FOCAL)
    assert found is not None
    return found


@pytest.mark.parametrize(("roll", "pitch"), [(0, 0), (3, 5), (-4, 8), (1.5, 1), (-2, 14)])
def test_edges_tell_roll_and_pitch(roll: float, pitch: float) -> None:
    found = held(room(roll, pitch))
    assert found.roll == pytest.approx(roll, abs=found.roll_sd)
    assert found.pitch == pytest.approx(pitch, abs=found.pitch_sd)


def test_a_mirror_turns_the_roll_round() -> None:
    image = room(3, 5)
    mirrored = np.ascontiguousarray(image[:, ::-1])
    left, top, right, bottom = BOX
    found = camera_hold(mirrored, (SIZE[0] - right, top, SIZE[0] - left, bottom), FOCAL)
    assert found is not None
    assert found.roll == pytest.approx(-held(image).roll, abs=0.15)


def test_the_light_and_the_size_do_not_matter() -> None:
    image = room(-2, 6)
    dim = (image * 0.6).astype(np.uint8)
    assert held(dim).roll == pytest.approx(held(image).roll, abs=0.11)
    large = np.asarray(Image.fromarray(image).resize((1350, 1800)))
    found = camera_hold(large, tuple(1.5 * edge for edge in BOX), 1.5 * FOCAL)
    assert found is not None
    assert found.roll == pytest.approx(held(image).roll, abs=0.25)


def test_a_picture_without_edges_tells_nothing() -> None:
    noise = np.random.default_rng(0).integers(100, 160, (SIZE[1], SIZE[0], 3)).astype(np.uint8)
    for image in (np.full_like(noise, 120), noise):
        assert camera_hold(image, BOX, FOCAL) is None


def test_one_edge_alone_tells_nothing() -> None:
    assert camera_hold(room(2, 5, across=(0.9,)), BOX, FOCAL) is None


def test_edges_that_lean_far_are_no_uprights() -> None:
    assert camera_hold(room(0, 5, slant=MOST_LEAN + 4), BOX, FOCAL) is None


def test_the_person_and_the_floor_before_them_are_left_out() -> None:
    image = np.full((SIZE[1], SIZE[0], 3), 150, np.uint8)
    # Stripes on the person, and boards on the floor that run away from the camera.
    for x in range(420, 510, 20):
        image[300:900, x : x + 8] = 60
    for x in range(0, SIZE[0], 60):
        image[900:, x : x + 20] = 60
    assert camera_hold(image, BOX, FOCAL) is None
