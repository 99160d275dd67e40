from typing import Any

import numpy as np
import pytest
import xarray as xr
from moving import moving

from kinechain.errors import InputError
from kinechain.motion.dataset import check_motion


def refused(motion: xr.Dataset, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as raised:
        check_motion(motion)
    assert str(raised.value).isprintable()


def test_a_motion_passes_with_single_precision_and_without_the_optional_attributes() -> None:
    motion = moving()
    check_motion(motion)
    check_motion(motion.assign(position=motion["position"].astype(np.float32)))
    for name in ("person", "warnings"):
        del motion.attrs[name]
    check_motion(motion)


@pytest.mark.parametrize("name", ["units", "fps", "frames", "source_file", "source_kind", "frame_width"])
def test_an_attribute_that_lacks_is_named(name: str) -> None:
    motion = moving()
    del motion.attrs[name]
    refused(motion, f"lacks the attribute '{name}'")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("units", "inch"),
        ("units", ["px"]),
        ("fps", "30"),
        ("fps", float("nan")),
        ("fps", -1),
        ("fps", True),
        ("frames", 0),
        ("frames", 1.5),
        ("frames", 10**30),
        ("frame_width", 0),
        ("frame_height", -1080),
        ("frame_height", float("inf")),
        ("frame_width", None),
        ("source_file", None),
        ("source_kind", "<b>"),
        ("person", 0),
        ("person", "1"),
        ("warnings", "one line"),
        ("warnings", [1]),
    ],
)
def test_an_attribute_of_the_wrong_kind_is_named(name: str, value: Any) -> None:
    motion = moving()
    motion.attrs[name] = value
    refused(motion, f"attribute '{name}' must be")


def test_metres_need_no_picture() -> None:
    motion = moving()
    motion.attrs["units"] = "m"
    del motion.attrs["frame_width"], motion.attrs["frame_height"]
    check_motion(motion)


@pytest.mark.parametrize("name", ["position", "confidence"])
@pytest.mark.parametrize("kind", [int, complex, object, str, bool])
def test_other_numbers_than_floating_point_are_refused(name: str, kind: type) -> None:
    motion = moving().fillna(0)
    refused(motion.assign({name: motion[name].astype(kind)}), f"'{name}' must hold floating-point")


def test_dimensions_and_coordinates_are_needed() -> None:
    motion = moving()
    refused(motion.drop_vars("confidence"), "needs 'confidence'")
    refused(motion.transpose("keypoints", ...), "needs 'position'")
    refused(motion.drop_vars("keypoints"), "'keypoints' has no coordinate")
    refused(motion.assign_coords(space=["y", "x"]), "x and y")
    refused(motion.isel(keypoints=slice(0, 10)), "33 keypoints")


def test_values_that_no_film_gives_are_refused() -> None:
    motion = moving()
    refused(motion.assign(position=motion["position"] * 1e9), "no camera")
    refused(motion.assign(confidence=motion["confidence"] - 0.5), "0 to 1")
    refused(motion.isel(time=[3]), "two frames")
    refused(motion.assign_coords(time=motion["time"].astype("datetime64[s]")), "increase")
