import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from sample import sample_events, sample_film

from kinechain.capture.film import Film, FilmFrame
from kinechain.measurement import Event
from kinechain.motion.keypoints import INDEX, KEYPOINTS
from kinechain.report.event_timeline import event_timeline
from kinechain.report.film_player import FilmPlayer, film_player, frames_json, frames_that_fit
from kinechain.report.skeleton import BONES

FILM = sample_film(100)


def played(film: Film, events: Sequence[Event]) -> FilmPlayer:
    player = film_player(film, events)
    assert player is not None
    return player


def heavy(count: int, weight: int) -> list[FilmFrame]:
    return [FilmFrame(k / 30, bytes(weight), np.zeros((33, 2))) for k in range(count)]


def test_the_strip_shows_consecutive_events() -> None:
    player = played(FILM, sample_events())
    shown = [still.caption for still in player.stills]
    assert len(shown) == 8
    order = [f"{e.side} {e.kind.replace('_', ' ')}".capitalize() for e in sample_events()]
    assert any(order[k : k + 8] == shown for k in range(len(order) - 7))
    assert [still.frame for still in player.stills] == sorted({still.frame for still in player.stills})


def test_stills_stand_at_their_events() -> None:
    player = played(FILM, sample_events())
    times = [FILM.frames[still.frame].time_s for still in player.stills]
    moments = [e.time_s for e in sample_events()]
    assert all(min(abs(t - m) for m in moments) <= 1 / 60 + 1e-9 for t in times)


def test_the_fitted_body_is_played_where_there_is_one() -> None:
    without = tuple(replace(frame, fitted=None) for frame in FILM.frames)
    assert played(replace(FILM, frames=without), ()).frames.fitted == ()
    aside = tuple(replace(frame, fitted=frame.keypoints + 7.0) for frame in FILM.frames)
    frames = played(replace(FILM, frames=aside), ()).frames
    assert len(frames.fitted) == len(frames.points)
    knee = 2 * INDEX["left_knee"]
    assert frames.fitted[5][knee] == pytest.approx(frames.points[5][knee] + 7.0, abs=0.11)  # type: ignore[operator]


def test_the_fitted_body_s_limbs_are_of_its_own_side_and_as_thick_as_limbs() -> None:
    limbs = played(FILM, ()).frames.limbs
    for a, b, side, width in limbs:
        assert 0.015 * FILM.height < width < 0.12 * FILM.height
        assert side == "middle" or {KEYPOINTS[a].split("_")[0], KEYPOINTS[b].split("_")[0]} == {side}
    assert {side for _, _, side, _ in limbs} == {"left", "right", "middle"}


def test_without_events_the_strip_is_evenly_spaced_from_first_to_last() -> None:
    player = played(FILM, ())
    frames = [still.frame for still in player.stills]
    assert (frames[0], frames[-1], len(frames)) == (0, 99, 8)
    assert max(np.diff(frames)) - min(np.diff(frames)) <= 1
    assert player.timeline is None


def test_no_picture_is_stored_twice() -> None:
    player = played(FILM, sample_events())
    on_strip = {still.frame for still in player.stills}
    assert [k for k, image in enumerate(player.frames.images) if not image] == sorted(on_strip)


def test_a_film_of_one_frame_and_of_none() -> None:
    assert len(played(replace(FILM, frames=FILM.frames[:1]), sample_events()).stills) == 1
    assert film_player(Film(10, 10, ()), ()) is None


def test_unseen_landmarks_draw_no_bone_and_are_null() -> None:
    points = np.full((33, 2), np.nan)
    points[[23, 25]] = [[1, 2], [3, 4]]
    frame = FilmFrame(0.0, b"x", points)
    player = played(Film(10, 10, (frame,)), ())
    assert [(b.side, b.x2, b.y2) for b in player.stills[0].bones] == [("left", "3.0", "4.0")]
    told = json.loads(frames_json(player.frames))
    assert told["points"][0][46:52] == [1.0, 2.0, None, None, 3.0, 4.0]


def test_every_bone_joins_landmarks_of_its_own_side() -> None:
    for start, end, side in BONES:
        if side != "middle":
            assert start % 2 == end % 2 == (1 if side == "left" else 0)


def test_heavy_films_are_thinned_evenly_to_fit() -> None:
    kept = frames_that_fit(heavy(120, 60_000), 4_100_000)
    assert sum(len(f.image) for f in kept) <= 4_100_000
    steps = np.diff([f.time_s for f in kept])
    assert len(kept) >= 50
    assert np.ptp(steps) < 1e-9


def test_uneven_films_are_thinned_until_they_fit() -> None:
    frames = [f for pair in zip(heavy(60, 90_000), heavy(60, 1_000), strict=True) for f in pair]
    assert sum(len(f.image) for f in frames_that_fit(frames, 4_100_000)) <= 4_100_000


def test_light_films_are_kept_whole() -> None:
    assert len(frames_that_fit(heavy(120, 30_000), 4_100_000)) == 120


def test_stances_run_from_strike_to_off_of_the_same_foot() -> None:
    timeline = event_timeline(sample_events(), 0.0, 5.0)
    assert timeline is not None
    left, right = timeline.lanes
    assert (len(left.stances), len(right.stances)) == (4, 3)
    assert all(
        float(s.width[:-1]) == 100 * 0.62 * 1.14 / 5.0 or abs(float(s.width[:-1]) - 14.14) < 0.01
        for s in left.stances
    )
    assert "left foot strike" in timeline.spoken


def test_a_timeline_needs_events_within_its_time() -> None:
    assert event_timeline(sample_events(), 100.0, 101.0) is None
