"""What a film shows is named, and only a walk passes for a walk."""

import numpy as np
import pytest
import xarray as xr
from movers import Climbing, OnTreadmill, rolled, runner, slowed, walker

import synthetic_walker
from detected_walker import film
from kinechain.gait.movement_kind import Movement, movement_of
from kinechain.measurement import SIDES
from kinechain.motion.camera_motion import CameraMotion
from kinechain.motion.course import find_passes
from kinechain.motion.in_view import only_in_view
from kinechain.motion.keypoints import INDEX
from kinechain.motion.smoothing import smooth
from synthetic_camera import View
from synthetic_walker import HEALTHY, SyntheticWalker

PEOPLE = ("HEALTHY", "STIFF_KNEED", "SHORT_STRIDED_AND_STOOPED", "STIFF_ANKLED", "UNEVEN")
STILL = CameraMotion(0.1, 0.1, 1.0, 1920)
LARGE = (1920, 1080)


def filmed(
    person: SyntheticWalker,
    distance_m: float = 6.0,
    yaw_deg: float = 0.0,
    view: View = "side",
    rate_hz: float = 30,
) -> xr.Dataset:
    return film(
        person.walk(),
        distance_m=distance_m,
        yaw_deg=yaw_deg,
        view=view,
        rate_hz=rate_hz,
        frame_size=LARGE,
        noise_px=3,
        slow_px=3,
    )


def kind(motion: xr.Dataset, camera: CameraMotion | None = STILL) -> Movement:
    smoothed = smooth(only_in_view(motion))
    return movement_of(smoothed, find_passes(smoothed), camera)


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("yaw_deg", [-40, 0, 25])
def test_a_walk_is_a_walk_from_every_side(name: str, yaw_deg: float) -> None:
    person: SyntheticWalker = getattr(synthetic_walker, name)
    found = kind(filmed(person, yaw_deg=yaw_deg))
    assert (found.name, found.line, found.measurable, found.lengths) == ("walking", "", True, True)
    assert found.stepping.cadence == pytest.approx(person.cadence_steps_per_min, rel=0.04)
    assert found.stepping.duty == pytest.approx(0.62, abs=0.04)


@pytest.mark.parametrize("view", ["front", "back"])
def test_a_walk_is_a_walk_along_the_line_of_sight(view: View) -> None:
    assert kind(filmed(HEALTHY, 9, view=view)) == Movement(
        "walking", stepping=kind(filmed(HEALTHY, 9, view=view)).stepping
    )


@pytest.mark.parametrize(("cadence", "stride_m"), [(140, 1.6), (125, 1.45), (80, 0.9), (60, 0.7), (45, 0.5)])
def test_fast_and_slow_walks_are_walks(cadence: float, stride_m: float) -> None:
    found = kind(filmed(walker(cadence, stride_m)))
    assert (found.name, found.line) == ("walking", "")


@pytest.mark.parametrize("degrees", [-12, 12])
def test_a_phone_held_askew_makes_no_slope(degrees: float) -> None:
    assert kind(rolled(filmed(HEALTHY, 8), degrees)).name == "walking"


@pytest.mark.parametrize(("stance", "cadence", "stride_m"), [(38, 160, 1.9), (35, 165, 2.2), (30, 170, 2.6)])
@pytest.mark.parametrize("yaw_deg", [0, 30])
def test_a_run_is_a_run(stance: float, cadence: float, stride_m: float, yaw_deg: float) -> None:
    found = kind(filmed(runner(stance, cadence, stride_m), 9, yaw_deg))
    assert (found.name, found.measurable) == ("running", False)
    assert found.line.startswith("this is a run: at 16") or found.line.startswith("this is a run: at 17")


def badly_seen(motion: xr.Dataset, noise_px: float) -> xr.Dataset:
    """With both legs jumping about, as a detector has them against the light."""
    names = [f"{side}_{part}" for side in SIDES for part in ("knee", "ankle", "heel", "foot_index")]
    jumps = np.random.default_rng(4).normal(0, noise_px, (motion.sizes["time"], 2, len(names)))
    position = motion["position"].copy()
    position.loc[{"keypoints": names}] += jumps
    return motion.assign(position=position)


@pytest.mark.parametrize(("cadence", "stride_m"), [(127, 1.05), (140, 1.2)])
@pytest.mark.parametrize("yaw_deg", [0, 180])
def test_a_walk_whose_legs_are_seen_badly_is_no_run(cadence: float, stride_m: float, yaw_deg: float) -> None:
    """Feet that stand seem to move in most frames, but not to go anywhere in all strides together."""
    found = kind(badly_seen(filmed(walker(cadence, stride_m), 8, yaw_deg, rate_hz=50), 12))
    assert found.name == "walking"
    assert found.stepping.flight < 0.06


def test_a_run_whose_legs_are_seen_badly_is_a_run() -> None:
    assert kind(badly_seen(filmed(runner(35, 165, 2.2), 9, rate_hz=50), 12)).name == "running"


@pytest.mark.parametrize("yaw_deg", [0, 20])
def test_a_treadmill_is_a_treadmill(yaw_deg: float) -> None:
    found = kind(filmed(OnTreadmill(strides=8), 4.5, yaw_deg))
    assert (found.name, found.measurable, found.lengths) == ("treadmill", True, False)
    assert found.line.startswith("this walk is on a treadmill: speed and lengths of steps cannot be told")
    assert found.stepping.speed == pytest.approx(0.71 * np.cos(np.radians(yaw_deg)), rel=0.05)


def test_without_knowing_the_camera_a_treadmill_may_be_a_camera_that_followed() -> None:
    found = kind(filmed(OnTreadmill(strides=8), 4.5), None)
    assert (found.name, found.lengths) == ("treadmill", False)
    assert "or the camera followed" in found.line


def test_a_treadmill_from_the_front_is_not_measured() -> None:
    found = kind(filmed(OnTreadmill(strides=8), 4.5, view="front"))
    assert (found.name, found.measurable) == ("on_the_spot", False)


@pytest.mark.parametrize(("slope", "way"), [(30, "up"), (-30, "down"), (20, "up")])
def test_stairs_are_stairs(slope: float, way: str) -> None:
    found = kind(filmed(Climbing(slope_deg=slope), 9))
    assert (found.name, found.measurable) == ("stairs", False)
    assert f"the way goes {way} by about" in found.line


@pytest.mark.parametrize("slope", [20, 30])
@pytest.mark.parametrize("yaw_deg", [-30, 40, 55])
def test_stairs_are_stairs_obliquely_too(slope: float, yaw_deg: float) -> None:
    assert kind(filmed(Climbing(slope_deg=slope), 9, yaw_deg)).name == "stairs"


def test_stairs_from_the_front_are_stairs_and_no_treadmill() -> None:
    assert kind(filmed(Climbing(slope_deg=30), 9, view="front")).name == "stairs"
    assert kind(filmed(Climbing(slope_deg=20), 9, view="back")).name in ("stairs", "walking")


@pytest.mark.parametrize("yaw_deg", [0, 40, 55])
def test_a_ramp_is_no_stairs(yaw_deg: float) -> None:
    assert kind(filmed(Climbing(slope_deg=5), 8, yaw_deg)).name == "walking"


@pytest.mark.parametrize("times", [2, 4, 8])
@pytest.mark.parametrize("yaw_deg", [0, 40])
def test_slow_motion_is_named(times: float, yaw_deg: float) -> None:
    found = kind(slowed(filmed(HEALTHY, yaw_deg=yaw_deg, rate_hz=30 * times), times))
    assert (found.name, found.measurable) == ("slow_motion", False)
    assert "this looks like slow motion" in found.line
    assert found.line.endswith("(--recorded-at 240)")


@pytest.mark.parametrize("times", [4, 8])
def test_slow_motion_from_the_front_is_named(times: float) -> None:
    assert kind(slowed(filmed(HEALTHY, 9, view="front", rate_hz=30 * times), times)).name == "slow_motion"


def test_slow_motion_in_part_is_named() -> None:
    film_in_life = filmed(SyntheticWalker(strides=12), 9, rate_hz=120)
    time = film_in_life["time"].values
    step = np.where((time > 3) & (time < 7), 4.0, 1.0) / 120
    found = kind(film_in_life.assign_coords(time=np.cumsum(step)))
    assert (found.name, found.measurable) == ("changing_speed", False)


def test_fast_motion_is_named() -> None:
    assert kind(slowed(filmed(HEALTHY, rate_hz=15), 0.5)).name == "fast_motion"


def stated(motion: xr.Dataset, rate_hz: float) -> xr.Dataset:
    return motion.assign_attrs(rate_stated=True, fps=rate_hz)


@pytest.mark.parametrize(("cadence", "stride_m"), [(30, 1.1), (55, 1.5)])
def test_a_stated_rate_is_believed_of_slow_legs(cadence: float, stride_m: float) -> None:
    slow = filmed(walker(cadence, stride_m), 8)
    assert kind(slow).name == "slow_motion" or "slow motion" in kind(slow).line
    assert (kind(stated(slow, 30)).name, kind(stated(slow, 30)).line) == ("walking", "")


def test_a_stated_rate_at_which_nobody_walks_is_asked_about() -> None:
    found = kind(stated(slowed(filmed(HEALTHY, rate_hz=15), 0.5), 240))
    assert (found.name, found.line) == (
        "fast_motion",
        "at 240 frames a second nobody walks so; check --recorded-at",
    )


def test_a_picture_upside_down_is_named() -> None:
    motion = filmed(HEALTHY)
    corner = np.array([LARGE[0], LARGE[1]])[:, np.newaxis]
    found = kind(motion.assign(position=corner - motion["position"]))
    assert (found.name, found.measurable) == ("upside_down", False)
    assert found.line == "the picture is upside down; turn the video"


@pytest.mark.parametrize("yaw_deg", [0, 180, 45])
def test_a_walk_played_backwards_is_named(yaw_deg: float) -> None:
    motion = filmed(HEALTHY, yaw_deg=yaw_deg)
    backwards = motion.isel(time=slice(None, None, -1)).assign_coords(time=motion["time"].values)
    found = kind(backwards)
    assert (found.name, found.measurable) == ("backwards", False)
    assert found.line.startswith("the person goes backwards, or the video is played backwards")


def test_who_stands_stands() -> None:
    assert kind(filmed(SyntheticWalker(standing_s=4.0), 4)).name == "standing"


def test_who_sits_sits() -> None:
    standing = filmed(SyntheticWalker(standing_s=4.0), 4)
    position = standing["position"].values.copy()
    thigh = position[:, 1, INDEX["left_knee"]] - position[:, 1, INDEX["left_hip"]]
    above = [INDEX[name] for name in INDEX if not name.endswith(("knee", "ankle", "heel", "foot_index"))]
    position[:, 1, above] += thigh[:, np.newaxis]
    position[:, 0, above] -= thigh[:, np.newaxis]
    assert kind(standing.assign(position=(standing["position"].dims, position))).name == "sitting"


def without(motion: xr.Dataset, *parts: str) -> xr.Dataset:
    columns = [INDEX[name] for name in INDEX if name.endswith(parts)]
    position = motion["position"].values.copy()
    position[:, :, columns] = np.nan
    return motion.assign(position=(motion["position"].dims, position))


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("heel", "foot_index", "ankle", "knee"), "the legs are out of the picture or hidden"),
        (("heel", "foot_index"), "the feet are out of the picture or hidden"),
        (("left_heel", "left_foot_index", "left_ankle"), "the left foot is out of the picture or hidden"),
    ],
)
def test_a_body_without_feet_is_not_measured(parts: tuple[str, ...], words: str) -> None:
    found = kind(without(filmed(HEALTHY), *parts))
    assert (found.name, found.measurable) == ("feet_unseen", False)
    assert found.line.startswith(words)


def test_a_body_cut_off_at_the_knees_by_the_picture_is_not_measured() -> None:
    whole = filmed(HEALTHY, 4)
    knees = float(np.nanmean(whole["position"].values[:, 1, INDEX["left_knee"]]))
    found = kind(whole.assign_attrs(frame_height=round(knees)))
    assert found.name == "feet_unseen"


@pytest.mark.parametrize(
    ("camera", "words"),
    [
        (CameraMotion(2.0, 400.0, 1.0, 1920), "was turned or carried"),
        (CameraMotion(2.0, 10.0, 1.2, 1920), "zoomed"),
    ],
)
def test_a_camera_that_followed_is_named(camera: CameraMotion, words: str) -> None:
    found = kind(filmed(HEALTHY), camera)
    assert (found.name, found.measurable) == ("camera_turned", False)
    assert words in found.line


def test_fewer_steps_than_a_stride_are_too_little() -> None:
    assert kind(filmed(HEALTHY).sel(time=slice(1.0, 1.6))).name == "too_little"


def test_every_line_is_one_line() -> None:
    for motion in (
        filmed(runner(35, 165, 2.2), 9),
        filmed(OnTreadmill(strides=8), 4.5),
        filmed(Climbing(), 9),
    ):
        line = kind(motion).line
        assert line
        assert "\n" not in line
        assert line[0].islower()
