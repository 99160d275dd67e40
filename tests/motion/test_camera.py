"""The focal length: from the file, or assumed."""

import numpy as np
import pytest
from moving import moving

from kinechain.errors import InputError
from kinechain.motion.attributes import attributes_from_json, attributes_json
from kinechain.motion.camera import Focal, focal_of, focal_of_equivalent
from kinechain.motion.dataset import check_motion


def test_without_the_files_word_a_phones_range_is_taken() -> None:
    motion = moving().assign_attrs(frame_width=1080, frame_height=1920)
    assert focal_of(motion) == Focal(0.8 * 1920, 0.15 * 1920)


def test_the_files_word_is_taken_and_travels() -> None:
    motion = moving().assign_attrs(focal_px=1400.0, focal_sd_px=80.0)
    check_motion(motion)
    assert focal_of(motion) == Focal(1400.0, 80.0)
    said = attributes_from_json(attributes_json(motion.attrs))
    assert (said["focal_px"], said["focal_sd_px"]) == (1400.0, 80.0)


@pytest.mark.parametrize("value", [0, -3.0, float("nan"), "1400", None])
def test_no_lens_has_such_a_focal_length(value: object) -> None:
    motion = moving().assign_attrs(focal_px=value, focal_sd_px=80.0)
    with pytest.raises(InputError, match="'focal_px' must be"):
        check_motion(motion)


def test_a_focal_length_needs_its_error() -> None:
    with pytest.raises(InputError, match="belong together"):
        check_motion(moving().assign_attrs(focal_px=1400.0))


def test_an_equivalent_compares_diagonals_and_turning_the_phone_changes_nothing() -> None:
    focal = focal_of_equivalent(26, 1920, 1080)
    assert focal == focal_of_equivalent(26, 1080, 1920)
    # Both ways to read an equivalent of 26 mm, by the width and by the diagonal, lie within its error.
    for other in (26 / 36 * 1920, 26 / 43.27 * np.hypot(1920, 1080), 26 / 34.6 * 1920):
        assert abs(focal.px - other) < 1.1 * focal.sd_px
    # A wide angle is told from a main camera.
    assert focal_of_equivalent(13, 1920, 1080).px + 5 * focal.sd_px < focal.px
