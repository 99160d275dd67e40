"""How the light falls: on the person and around them."""

import numpy as np
import pytest

from kinechain.capture.capture import motion_of
from kinechain.capture.landmarker import SIDE, light
from kinechain.capture.recording import Recording
from kinechain.capture.walker import choose_walker


def scene(person: float, around: float) -> tuple[np.ndarray, np.ndarray]:
    """A body in the middle third, dark clothes over most of it, and a strip outside the picture."""
    image = np.full((SIDE, SIDE, 3), around, np.float32)
    mask = np.full((SIDE, SIDE), -20.0, np.float32)
    image[:, SIDE // 3 : 2 * SIDE // 3] = 0.05
    image[: SIDE // 3, SIDE // 3 : 2 * SIDE // 3] = person
    mask[:, SIDE // 3 : 2 * SIDE // 3] = 20.0
    image[:, :20] = 0.0
    return image, mask


@pytest.mark.parametrize(("person", "around"), [(0.6, 0.3), (0.2, 0.9)])
def test_dark_clothes_and_what_lies_outside_the_picture_do_not_count(person: float, around: float) -> None:
    assert light(*scene(person, around)) == pytest.approx((person, around), abs=1e-6)


def test_without_a_person_nothing_is_said() -> None:
    image, mask = scene(0.5, 0.5)
    assert np.isnan(light(image, np.full_like(mask, -20.0))).all()


def test_the_sample_is_filmed_in_even_light(sample_recording: Recording) -> None:
    walk = motion_of(sample_recording, choose_walker(sample_recording))
    assert 0.4 < walk.attrs["person_light"] < 0.7
    assert 0.3 < walk.attrs["background_light"] < 0.6
