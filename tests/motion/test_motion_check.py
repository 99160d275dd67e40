from typing import Any

import numpy as np
import pytest
import xarray as xr
from crowd import LABELS, crowd
from moving import moving

from kinechain.errors import InputError
from kinechain.motion.dataset import check_motion, make_marker_motion
from kinechain.motion.reading.reading import Forces


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


def walk(**forces: Any) -> xr.Dataset:
    """Markers over two plates."""
    samples = 200
    given = {
        "time": np.arange(samples) / 1000,
        "force": np.full((samples, 2, 3), 100.0),
        "centre": np.full((samples, 2, 3), np.nan),
        "free_moment": np.zeros((samples, 2)),
        "corners": np.zeros((2, 4, 3)),
    }
    position = crowd(20).transpose(0, 2, 1).copy()
    position[3, :, 4] = np.nan
    return make_marker_motion(
        np.arange(20) / 100,
        position,
        LABELS,
        fps=100.0,
        source_file="walk.c3d",
        forces=Forces(**(given | forces)),
        more={"events": [("left", "foot_strike", 0.1)], "subject": {"height_m": 1.7}, "start_s": 3.0},
    )


def test_markers_in_metres_pass_with_their_own_names_and_forces() -> None:
    check_motion(walk())
    check_motion(walk().drop_vars(["force", "centre_of_pressure", "free_moment", "plate_corners"]))
    assert walk()["confidence"].isel(time=3, keypoints=4).isnull()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"force": np.full((200, 2, 3), 1e9)}, "are they in newtons"),
        ({"force": np.full((200, 2, 3), np.nan)}, "are they in newtons"),
        ({"free_moment": np.full((200, 2), np.inf)}, "are they in newtons"),
        ({"centre": np.full((200, 2, 3), 1e9)}, "further away than any laboratory"),
        ({"corners": np.full((2, 4, 3), np.inf)}, "further away than any laboratory"),
        ({"time": np.zeros(200)}, "times that increase"),
        ({"time": np.full(200, np.nan)}, "times that increase"),
    ],
)
def test_forces_that_no_person_makes_are_refused(change: dict[str, Any], reason: str) -> None:
    refused(walk(**change), reason)


def test_forces_must_be_whole() -> None:
    refused(walk().drop_vars("centre_of_pressure"), "needs 'centre_of_pressure'")
    refused(walk().drop_vars("plate_time"), "coordinates plate_time and space")


def named(names: list[str]) -> xr.Dataset:
    motion = walk().isel(keypoints=slice(0, len(names)))
    return motion.assign_coords(keypoints=names)


def test_names_of_markers_must_be_sane_and_each_another() -> None:
    check_motion(named(["*12", "Anna:LASI", "left knee"]))
    for names in (["A", "A"], ["A", ""], ["A", "\x1b[2J"], ["A", "x" * 101]):
        refused(named(names), "need names, printable, short and each another")
    many = xr.concat([walk().drop_vars("force")] * 24, dim="keypoints", data_vars="minimal")
    refused(many.assign_coords(keypoints=[str(n) for n in range(24 * 13)]), "between 1 and 300 markers")


def test_markers_outside_any_laboratory_are_refused() -> None:
    far = walk()
    far["position"][3, :, 3] = 300.0
    refused(far, "no camera")
    refused(walk().assign_coords(space=["x", "z", "y"]), "x, y and z in metres")
    pixels = walk().assign_attrs(units="px", frame_width=100, frame_height=100)
    refused(pixels, "x and y, or x, y and z in metres")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("events", [("up", "foot_strike", 0.1)]),
        ("events", [("left", "jump", 0.1)]),
        ("events", [("left", "foot_strike", float("nan"))]),
        ("events", [("left", "foot_strike")]),
        ("events", 5),
        ("subject", {"mass_kg": "much"}),
        ("subject", {"a name": 1.0}),
        ("subject", {"mass_kg": float("inf")}),
        ("subject", [1.0]),
        ("planar", 1),
        ("start_s", None),
        ("marker_set", 3),
    ],
)
def test_what_a_file_says_beside_its_markers_is_checked(name: str, value: Any) -> None:
    motion = walk()
    motion.attrs[name] = value
    refused(motion, f"attribute '{name}' must be")
