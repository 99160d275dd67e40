"""A short clip of standing is measured as a photo is."""

from dataclasses import replace

import numpy as np
import pytest

from detected_walker import film
from kinechain.case import Person
from kinechain.measured_motion import measure
from kinechain.posture.seen_stance import stance_of_clip
from synthetic_walker import HEALTHY
from walks import told

PERSON = Person(height_m=HEALTHY.height_m, age_years=40)


@pytest.mark.parametrize("noise", [0.0, 3.0])
def test_who_stands_in_a_clip_is_measured(noise: float) -> None:
    motion = film(replace(HEALTHY, standing_s=3.0).walk(), distance_m=4, noise_px=noise)
    walk = measure(motion, person=PERSON)
    assert (walk.source.kind, walk.source.view) == ("video", "side")
    assert walk.source.frames == motion.attrs["frames"]
    still = told(
        measure(film(replace(HEALTHY, standing_s=3.0).walk(), distance_m=4, noise_px=0), person=PERSON)
    )
    for key, found in told(walk).items():
        assert found.value == pytest.approx(still[key].value, abs=0.2 * found.sd)
    assert any("level" in warning for warning in walk.warnings)


def test_who_walks_is_measured_as_walking() -> None:
    walk = measure(film(HEALTHY.walk(), distance_m=4.5), person=PERSON)
    assert walk.events
    assert "plumb_line_offset" not in {m.measure for m in walk.measurements}


def test_the_middle_of_all_frames_is_the_picture() -> None:
    motion = film(replace(HEALTHY, standing_s=3.0).walk(), distance_m=4, noise_px=4)
    stance = stance_of_clip(motion)
    assert stance.points.shape == stance.spread.shape == (33, 2)
    assert np.nanmedian(stance.spread) == pytest.approx(4, rel=0.4)
    assert stance.size == (motion.attrs["frame_width"], motion.attrs["frame_height"])
