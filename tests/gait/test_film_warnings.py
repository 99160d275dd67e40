"""What films of a walk are told to lack, told of the right clip; passes are made, not fitted."""

from collections.abc import Sequence

import numpy as np
import pytest
import xarray as xr

from detected_walker import film
from kinechain.body.phone import film_fit
from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait import film_walk
from kinechain.gait.film_clip import FilmClip, film_clip
from kinechain.gait.film_summary import film_values
from kinechain.gait.film_walk import fit_films
from kinechain.gait.fitted_film import FittedFilm, fit_clips
from kinechain.gait.point_view import PointView
from kinechain.gait.seen_pass import SeenPass
from kinechain.gait.strides import Stride
from kinechain.gait.walk import Walk
from kinechain.measurement import Event
from synthetic_walker import HEALTHY

TIME = np.arange(0, 1.4, 0.01)
STRIDE = Stride("left", start=0.1, other_off=0.2, other_strike=0.6, off=0.72, end=1.1)
EVENTS = [Event("left", "foot_strike", STRIDE.start, 0.01)]
PERSON = Person(height_m=HEALTHY.height_m, age_years=40)


def seen(off_side: float, clip: int = 0, strides: Sequence[Stride] = (STRIDE,)) -> SeenPass:
    """A leg that hangs and a foot that lies, as far as anybody asks."""
    heights = {"hip": 0.9, "knee": 0.5, "ankle": 0.08, "heel": 0.0, "foot_index": 0.0, "shoulder": 1.4}
    tracks = {
        f"{side}_{part}": np.tile([0.0, 0.0, height], (len(TIME), 1))
        for side in ("left", "right")
        for part, height in heights.items()
    }
    views = [PointView(TIME, 1.7, tracks, {"left": 0.0, "right": 0.0})] * 3
    return SeenPass(clip, "oblique", views, list(strides), EVENTS, off_side=off_side)


def walk_of(monkeypatch: pytest.MonkeyPatch, motions: Sequence[xr.Dataset], *passes: SeenPass) -> Walk:
    def as_made(clips: Sequence[FilmClip], _person: Person) -> FittedFilm:
        return FittedFilm(tuple(clips), passes, None)

    monkeypatch.setattr(film_walk, "fit_clips", as_made)
    return fit_films(motions, PERSON)[0]


def filmed(name: str = "walk.mp4", yaw_deg: float = 0.0) -> xr.Dataset:
    return film(HEALTHY.walk(), distance_m=6, yaw_deg=yaw_deg, rate_hz=30).assign_attrs(source_file=name)


def test_from_more_than_50_degrees_off_the_side_only_times_are_told() -> None:
    near, far = film_values([seen(49)]), film_values([seen(51)])
    told = {name for name, _ in near.strides["side"].values}
    assert {"cadence", "knee_flexion_swing_peak", "walking_speed", "foot_pitch_push_off"} <= told
    assert {name for name, _ in far.strides["side"].values} == {
        "cadence",
        "stance_share",
        "double_support_share",
    }
    assert (near.too_slanting, far.too_slanting) == (
        "",
        "the camera stood 51 degrees off the side; film within 45",
    )


def test_a_slanting_pass_gives_times_beside_one_that_is_well_seen() -> None:
    values = film_values([seen(10), seen(55)])
    counts = {name: len(each) for (name, _), each in values.strides["side"].values.items()}
    assert (counts["cadence"], counts["knee_flexion_swing_peak"]) == (2, 1)
    assert values.too_slanting == ""


def test_too_slanting_a_view_is_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = walk_of(monkeypatch, [filmed()], seen(55))
    told = {m.measure: m for m in walk.measurements}
    assert told["cadence"].value == pytest.approx(120)
    for name in ("walking_speed", "step_length", "knee_flexion_swing_peak", "foot_pitch_push_off"):
        assert (told[name].value, told[name].reason) == (
            None,
            "the camera stood 55 degrees off the side; film within 45",
        )
    assert not walk.curves


def test_one_stride_is_one_stride(monkeypatch: pytest.MonkeyPatch) -> None:
    one = walk_of(monkeypatch, [filmed()], seen(5)).warnings
    two = walk_of(monkeypatch, [filmed()], seen(5, strides=[STRIDE, STRIDE])).warnings
    assert any(line.startswith("only 1 whole stride was in view") for line in one)
    assert any(line.startswith("only 2 whole strides were in view") for line in two)
    assert not any("every number" in line for line in (*one, *two))


def test_of_several_clips_a_warning_names_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    slanting = filmed("b.mp4", yaw_deg=40).assign_attrs(warnings=["b.mp4 has 2 damaged frame(s)"])
    warnings = walk_of(monkeypatch, [filmed("a.mp4"), slanting], seen(5), seen(38, 1)).warnings
    assert "b.mp4 has 2 damaged frame(s)" in warnings
    assert "b.mp4: the camera stood obliquely; the errors are larger for it" in warnings
    assert "2 passes in 2 clips were measured together" in warnings


def test_what_was_seen_of_no_body_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def singular(*_given: object, **_more: object) -> None:
        raise np.linalg.LinAlgError("not positive definite")

    monkeypatch.setattr(film_fit, "fit_film", singular)
    with pytest.raises(InputError, match="determines no body; film more of the walk"):
        fit_clips([film_clip(filmed())], PERSON)
