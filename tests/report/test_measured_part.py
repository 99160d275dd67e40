from dataclasses import replace

import pytest
from sample import sample_by_hand, sample_measurements, sample_vocabulary

from kinechain.measurement import Measurement
from kinechain.report.measured_part import manner_of, measured_parts
from kinechain.report.measurement_table import NormNotes

WORDS = sample_vocabulary()
PHOTO = Measurement(
    "head_forward_angle",
    None,
    30.0,
    "deg",
    2.0,
    2,
    "keypoints in a photo from the side; level by a wall",
    "high",
)


def test_what_came_from_photos_stands_apart_under_its_own_heading() -> None:
    walked = tuple(m for m in sample_measurements() if m.measure != "head_forward_angle")
    parts = measured_parts((*walked, PHOTO), WORDS, NormNotes())
    assert [part.title for part in parts] == ["Measured in walking", "Measured in photos, standing"]
    (row,) = parts[1].rows
    assert (row.measure, row.count) == ("head_forward_angle", "2 photos")
    assert "head_forward_angle" not in {row.measure for row in parts[0].rows}


@pytest.mark.parametrize(
    ("method", "manner"),
    [
        (PHOTO.method, "photo"),
        ("keypoints in a clip of standing from the front; level by gravity", "standing"),
        ("guided test, by tape", "hand"),
        ("by hand", "hand"),
        ("the body fitted to the keypoints of one camera", "walking"),
    ],
)
def test_a_method_tells_how_it_was_measured(method: str, manner: str) -> None:
    assert manner_of(replace(PHOTO, method=method)) == manner


def test_nothing_with_a_value_is_no_part() -> None:
    assert measured_parts((replace(PHOTO, value=None, sd=None),), WORDS, NormNotes()) == ()


def test_one_try_is_a_try() -> None:
    one = replace(sample_by_hand()[0], measure="step_width", side=None, n=1)
    (part,) = measured_parts((one,), WORDS, NormNotes())
    assert part.rows[0].count == "1 try"
