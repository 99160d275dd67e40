"""What is mended in a clip before anything is measured."""

import numpy as np
import pytest

from detected_walker import film
from kinechain.case import Person
from kinechain.gait.film_clip import film_clip
from kinechain.measured_motion import measure
from kinechain.motion.camera_motion import steadied
from kinechain.motion.in_view import only_in_view
from kinechain.motion.keypoints import INDEX
from kinechain.motion.leg_swaps import mend_leg_swaps
from synthetic_walker import HEALTHY

# Frames with the legs far apart.
SWAPPED = [35, 36, 37, 67, 68, 69, 70, 99, 100, 101]


def test_legs_are_put_right_before_what_is_hidden_is_left_out() -> None:
    """The right leg is hidden for a while; what the detector then takes for it is the left one."""
    clean = film(HEALTHY.walk(), distance_m=8, rate_hz=30, noise_px=1.5, seed=3)
    leg = [f"right_{part}" for part in ("knee", "ankle", "heel", "foot_index")]
    other = [name.replace("right", "left") for name in leg]
    clean["confidence"].loc[{"time": clean["time"][60:72], "keypoints": leg}] = 0.2
    swapped = clean.copy(deep=True)
    time = clean["time"][[66]]
    for name in ("position", "confidence"):
        for one, two in ((leg, other), (other, leg)):
            swapped[name].loc[{"time": time, "keypoints": one}] = (
                clean[name].sel(time=time, keypoints=two).values
            )
    expected = film_clip(clean).mended["position"].sel(keypoints=other)
    found = film_clip(swapped).mended["position"].sel(keypoints=other)
    np.testing.assert_array_equal(found.values, expected.values)


def test_how_often_the_legs_were_exchanged_is_counted_in_the_passes() -> None:
    clean, swapped = (
        film(HEALTHY.walk(), distance_m=8, rate_hz=30, noise_px=1.5, seed=3, swap_legs=frames)
        for frames in ((), SWAPPED)
    )
    assert film_clip(clean).exchanged == 0
    clip = film_clip(swapped)
    inside = sum(any(one.start_s <= frame / 30 <= one.end_s for one in clip.passes) for frame in SWAPPED)
    frames = sum(round((one.end_s - one.start_s) * 30) for one in clip.passes)
    assert inside > 5
    assert clip.exchanged == pytest.approx(inside / frames, rel=0.1)


def test_legs_that_are_often_taken_for_each_other_are_told() -> None:
    often = [frame for start in (34, 50, 66, 82, 98) for frame in range(start, start + 4)]
    person = Person(height_m=HEALTHY.height_m)
    walk = measure(
        film(HEALTHY.walk(), distance_m=6, rate_hz=30, noise_px=1.5, swap_legs=often), person=person
    )
    assert any("the legs were taken for each other in 1" in warning for warning in walk.warnings)


def test_what_is_in_view_is_told_in_the_picture_as_it_was_filmed() -> None:
    """Of a camera that turned: where one that stands still would have them, keypoints lie beside it."""
    motion = film(HEALTHY.walk(), distance_m=6, rate_hz=30)
    path = np.zeros((motion.sizes["time"], 4))
    path[:, 3] = 1.0
    path[:, 0] = np.linspace(-600, 600, len(path))
    turned = motion.assign(camera=(("time", "move"), path))
    seen = np.isfinite(film_clip(turned).mended["position"].values[:, 0, INDEX["left_hip"]])
    expected = steadied(only_in_view(mend_leg_swaps(turned)))["position"].values[:, 0, INDEX["left_hip"]]
    np.testing.assert_array_equal(seen, np.isfinite(expected))
    assert seen.mean() > 0.5
    assert film_clip(turned).movement.name == "camera_turned"
