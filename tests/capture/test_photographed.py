"""The person in a photo: found once, seen alike in a mirror, and refused where it is not clear who is
meant.
"""

from functools import cache

import numpy as np
import pytest

import sample_walk
from kinechain.capture.photo import Photo
from kinechain.capture.photographed import OTHER_SIDE, Beholder, Photographed
from kinechain.capture.region import Pixels
from kinechain.errors import InputError
from kinechain.motion.keypoints import INDEX

FRAME = 100


@cache
def picture() -> Pixels:
    """The woman of the sample clip, without the man behind her."""
    whole = next(iter(sample_walk.pictures(FRAME, FRAME + 1)))
    return np.ascontiguousarray(whole[440:994, 800:1300])


@cache
def beholder() -> Beholder:
    return Beholder()


@cache
def seen() -> Photographed:
    return beholder()(Photo("a.png", picture()))


def beside(one: Pixels, other: Pixels) -> Pixels:
    canvas = np.zeros((max(one.shape[0], other.shape[0]), one.shape[1] + other.shape[1], 3), np.uint8)
    canvas[: one.shape[0], : one.shape[1]] = one
    canvas[: other.shape[0], one.shape[1] :] = other
    return canvas


def test_the_looks_agree_to_a_few_pixels_and_say_by_how_much() -> None:
    height = float(np.ptp(seen().points[:, 1]))
    assert seen().presence > 0.9
    assert 0 < np.median(seen().spread) < 0.02 * height
    left, top, right, bottom = seen().box
    assert 0 < left < right < picture().shape[1]
    assert 0 < top < bottom < picture().shape[0]
    assert seen().points[INDEX["left_ankle"], 1] > seen().points[INDEX["left_hip"], 1]


def test_a_mirrored_photo_gives_the_mirrored_person() -> None:
    mirror = beholder()(Photo("b.png", sample_walk.mirrored(picture())))
    back = mirror.points[OTHER_SIDE].copy()
    back[:, 0] = picture().shape[1] - back[:, 0]
    # Not exactly: the detector's first find is not mirrored to the pixel.
    assert np.abs(back - seen().points).max() < 0.01 * np.ptp(seen().points[:, 1])


def test_a_photo_without_anybody_is_refused() -> None:
    noise = np.random.default_rng(0).integers(90, 110, (600, 400, 3)).astype(np.uint8)
    with pytest.raises(InputError, match=r"a\.png shows nobody"):
        beholder()(Photo("a.png", noise))


def test_two_people_alike_are_refused_and_a_small_one_behind_is_not() -> None:
    with pytest.raises(InputError, match="shows 2 people"):
        beholder()(Photo("a.png", beside(picture(), picture())))
    height, width = picture().shape[:2]
    far = sample_walk.resized(picture(), width // 2, height // 2)
    alone = beholder()(Photo("a.png", beside(picture(), far)))
    assert np.abs(alone.points - seen().points).max() < 0.03 * np.ptp(seen().points[:, 1])


def test_somebody_far_away_is_refused() -> None:
    height, width = picture().shape[:2]
    with pytest.raises(InputError, match=r"only \d+ pixels high"):
        beholder()(Photo("a.png", sample_walk.resized(picture(), width // 3, height // 3)))


def test_the_two_people_of_the_sample_clip_are_told_apart() -> None:
    whole = next(iter(sample_walk.pictures(FRAME, FRAME + 1)))
    with pytest.raises(InputError, match=r"shows \d people, and none is clearly the nearest"):
        beholder()(Photo("a.png", whole))
