"""The detector: its anchors, its tiles, how finds become people, and the sample clip's own people."""

import numpy as np
import pytest

import sample_walk
from kinechain.capture import detector
from kinechain.capture.detector import SIDE, Detector, anchors, windows


def test_the_anchors_are_those_of_the_network() -> None:
    centres = anchors()
    assert centres.shape == (2254, 2)
    # 28 by 28 cells with two, 14 by 14 with two, 7 by 7 with six.
    np.testing.assert_allclose(centres[:4] * SIDE, [[4, 4], [4, 4], [12, 4], [12, 4]])
    np.testing.assert_allclose(centres[1568] * SIDE, [8, 8])
    np.testing.assert_allclose(centres[1960:1967] * SIDE, [[16, 16]] * 6 + [[48, 16]])
    np.testing.assert_allclose(centres[-1] * SIDE, [SIDE - 16, SIDE - 16])


def test_a_wide_picture_is_looked_at_whole_and_in_squares() -> None:
    assert windows(1000, 500) == [(0, 0, 1000, 500), (0, 0, 500, 500), (250, 0, 500, 500), (500, 0, 500, 500)]


def test_a_high_picture_is_looked_at_whole_and_in_squares() -> None:
    assert windows(500, 900) == [(0, 0, 500, 900), (0, 0, 500, 500), (0, 200, 500, 500), (0, 400, 500, 500)]


@pytest.mark.parametrize("size", [(500, 500), (540, 500), (500, 540)])
def test_a_picture_that_is_nearly_square_is_looked_at_once(size: tuple[int, int]) -> None:
    assert windows(*size) == [(0, 0, *size)]


def test_a_window_is_shrunk_into_the_middle_of_the_square() -> None:
    white = np.full((100, 200, 3), 255, np.uint8)
    canvas, pad_x, pad_y = detector._letterbox(white, SIDE / 200)
    assert canvas.shape == (SIDE, SIDE, 3)
    assert (pad_x, pad_y) == (0, SIDE // 4)
    assert (canvas[:pad_y] == -1).all()
    assert (canvas[pad_y:-pad_y] == 1).all()
    assert (canvas[-pad_y:] == -1).all()


def test_finds_of_one_body_are_averaged_and_others_kept() -> None:
    raw, logits = np.zeros((2254, 12), np.float32), np.full(2254, -9.0, np.float32)
    one, same, other = 600, 602, 1400  # neighbouring cells of the first layer, and one far away
    for anchor in (one, same, other):
        logits[anchor] = 2.0
        raw[anchor, 2:4] = 40  # width and height, in pixels
        raw[anchor, 6:8] = 0, -20  # the rim, above the hips
    people = detector._decode(raw, logits)
    assert len(people) == 2
    hips = {tuple(np.round(guide[0] * SIDE).astype(int)) for _, guide in people}
    middle = (anchors()[one] + anchors()[same]) / 2 * SIDE
    assert hips == {tuple(np.round(middle).astype(int)), tuple(np.round(anchors()[other] * SIDE).astype(int))}
    for score, guide in people:
        assert score == pytest.approx(1 / (1 + np.exp(-2)))
        np.testing.assert_allclose((guide[1] - guide[0]) * SIDE, [0, -20], atol=1e-3)


def test_the_people_of_the_sample_clip_are_found_once_each() -> None:
    picture = next(sample_walk.pictures(100))
    walker, man = sorted(Detector()(picture), key=lambda person: -person.region.y)
    assert walker.region.distance(man.region) > 0.5
    assert walker.score > 0.5
    assert man.score > 0.5
    # The walker stands upright in the lower half of the picture; the man plays on a roof.
    assert abs(walker.region.angle) < 0.3
    assert man.region.y < 0.5 * picture.shape[0] < walker.region.y


def test_where_nobody_is_nobody_is_found() -> None:
    grey = np.full((480, 640, 3), 128, np.uint8)
    assert Detector()(grey) == []
