"""Errors by measure and view are what made-up trials were given; the words follow."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from kinechain.validation.film_rows import phone_rows
from kinechain.validation.phone_errors import MeasureLine, event_lines, measure_lines, stride_counts
from kinechain.validation.phone_reading import ReadMean, Told
from kinechain.validation.phone_table import phone_section, phone_text
from kinechain.validation.phone_targets import BAND_NAMES, BANDS, band_of, phone_targets
from kinechain.validation.phone_trial import EventRow, MeanRow, StrideRow, TrialResult
from kinechain.validation.true_event import Origin

READ = ReadMean("cadence", None, "side", (52.0,), 0.5)
PEOPLE = {"a": 50.0, "b": 60.0, "c": 70.0}


def row(
    person: str, truth: float, value: float, half: float = np.nan, *, measure: str = "", off: float = 0.0
) -> StrideRow:
    return StrideRow(
        walk=person,
        person=person,
        off_side=off,
        near=True,
        side="left",
        measure=measure or "knee_flexion_swing_peak",
        told=Told(value, value - half, value + half),
        truth=truth,
    )


def trial(*rows: StrideRow, **more: Any) -> TrialResult:
    return TrialResult(off_side=rows[0].off_side if rows else 0.0, strides=rows, **more)


def line(*rows: StrideRow) -> MeasureLine:
    (found,) = measure_lines([trial(*rows)])
    return found


def test_bias_spread_and_size() -> None:
    found = line(*(row(person, truth, truth + error) for person, truth in PEOPLE.items() for error in (1, 3)))
    assert (found.bias, found.spread, found.mae) == pytest.approx((2.0, 1.0, 2.0))
    assert (found.strides, found.people, found.unit) == (6, 3, "deg")


def test_slope_is_how_much_of_a_difference_is_seen() -> None:
    found = line(*(row(person, truth, 30 + 0.5 * truth) for person, truth in PEOPLE.items()))
    assert found.slope == pytest.approx(0.5)
    assert np.isnan(line(row("a", 50.0, 51.0), row("b", 50.1, 53.0)).slope)


def test_who_says_the_others_mean_is_off_by_what_people_differ() -> None:
    found = line(*(row(person, truth, truth) for person, truth in PEOPLE.items()))
    # 65 instead of 50, 60 instead of 60, 55 instead of 70.
    assert found.null == pytest.approx(10.0)
    assert found.tells
    # Who walks more often does not count for more in the mean of the others.
    many = line(*[row("a", 50.0, 50.0)] * 9, *(row(person, PEOPLE[person], 0.0) for person in "bc"))
    assert many.null == pytest.approx((9 * 15 + 0 + 15) / 11)
    assert not line(*(row(person, truth, truth + 11) for person, truth in PEOPLE.items())).tells


def test_a_person_alone_has_no_others() -> None:
    assert np.isnan(line(row("a", 50.0, 51.0)).null)


def test_intervals_are_counted() -> None:
    rows = [row(person, truth, truth + 1, half) for person, truth in PEOPLE.items() for half in (2.0, 0.5)]
    assert line(*rows).held == pytest.approx(50.0)
    assert np.isnan(line(row("a", 50.0, 51.0)).held)


def test_lengths_are_relative() -> None:
    rows = [row(person, 1.2, 1.212, measure="stride_length") for person in PEOPLE]
    assert line(*rows).mae == pytest.approx(1.0)
    bob = [row(person, 0.030, 0.035, measure="head_vertical_oscillation") for person in PEOPLE]
    assert line(*bob).mae == pytest.approx(5.0)
    assert line(*bob).unit == "mm"


@pytest.mark.parametrize(
    ("off", "band"), [(0, "side"), (10, "side"), (20, "oblique"), (40, "oblique"), (90, "front")]
)
def test_views_have_bands(off: float, band: str) -> None:
    assert band_of(off) == band
    assert measure_lines([trial(row("a", 50.0, 51.0, off=off))])[0].band == band


def test_a_clip_s_measurement_is_judged_by_its_stated_error() -> None:
    means = tuple(
        MeanRow("w", person, 0.0, None, "cadence", truth + 2, sd, truth, READ)
        for person, truth in PEOPLE.items()
        for sd in (0.5, 1.5)
    )
    (found,) = measure_lines([TrialResult(0.0, means=means)])
    assert found.clip_mae == pytest.approx(2.0)
    assert found.clip_held == pytest.approx(50.0)
    assert found.clip_null == pytest.approx(10.0)
    assert found.clip_error == pytest.approx(1.96)
    assert found.clip_judged == 100.0
    assert found.strides == 0
    assert np.isnan(found.mae)


def event(late_ms: float, sd_ms: float = 10.0, origin: Origin = "plate") -> EventRow:
    return EventRow("a", 0.0, True, "foot_strike", origin, late_ms / 1000, sd_ms / 1000)


def test_events_are_counted_in_ms() -> None:
    rows = (event(10.0), event(-20.0), event(30.0), event(np.nan))
    (found,) = event_lines([TrialResult(0.0, events=rows)])
    assert (found.bias, found.median, found.missed) == pytest.approx((20 / 3, 20.0, 25.0))
    assert found.worst == pytest.approx(29.0)
    assert found.met
    assert found.held == pytest.approx(100 / 3)
    (on_plates,) = event_lines([TrialResult(0.0, events=(event(50.0, origin="noted"), *rows))])
    assert on_plates.events == 4
    (noted,) = event_lines([TrialResult(0.0, events=(event(50.0, origin="noted"),))])
    assert noted.events == 1


def test_what_was_not_found_or_not_read_is_counted() -> None:
    results = [TrialResult(0.0, expected=4, found=3, seconds=0.5), TrialResult(10.0, failure="no walk")]
    (count,) = stride_counts(results)
    assert (count.clips, count.failed, count.expected, count.found, count.seconds) == (2, 1, 4, 3, 0.5)


def test_targets_are_those_of_measures_that_there_are() -> None:
    from kinechain.knowledge import load

    for measure in phone_targets().measures:
        assert load().measure(measure).name


def test_a_clip_that_errs_as_much_as_people_differ_may_not_be_judged_by() -> None:
    means = tuple(
        MeanRow("w", person, 0.0, None, "cadence", truth, sd, truth, READ)
        for person, truth in PEOPLE.items()
        for sd in (1.0, 20.0)
    )
    (found,) = measure_lines([TrialResult(0.0, means=means)])
    assert found.clip_judged == 50.0


def test_the_text_has_every_line_and_no_nan() -> None:
    knees = trial(
        *(row(person, truth, truth + 4, 1.0) for person, truth in PEOPLE.items()), expected=3, found=3
    )
    speeds = TrialResult(
        0.0, means=(MeanRow("w", "a", 0.0, None, "cadence", 50.0, 1.0, 50.0, READ),), expected=1, found=1
    )
    front = TrialResult(90.0, events=(event(np.nan),), failure="no walk", expected=2)
    text = phone_text([phone_section("A virtual phone", [knees, speeds, front])])
    assert "### A virtual phone" in text
    found = next(line for line in text.splitlines() if "Knee bend in swing" in line).strip("| ").split(" | ")
    assert found[1:6] == ["deg", "0\u201315\u00b0", "+4.0", "0.0", "4.0"]
    assert found[6:12] == ["\u2264 2.5", "no", "10.0", "more", "0 \u2717", "1.00"]
    assert "Not read: no walk." in text
    assert "nan" not in text
    for heading in ("| A stride", "| A clip", "| Event", "| View"):
        lines = text.splitlines()
        first = next(number for number, line in enumerate(lines) if line.startswith(heading))
        table = lines[first : lines.index("", first)]
        assert len({line.count("|") for line in table}) == 1
    assert "## One phone" in text
    assert "## One phone" not in phone_text([], intro=False)


def test_what_has_a_target_is_a_row() -> None:
    knees = trial(*(row(person, truth, truth + 4, 1.0) for person, truth in PEOPLE.items()))
    shown, held = phone_rows([knees])
    assert shown.what == "One phone: Knee bend in swing, 0\u201315\u00b0"
    assert (shown.reached, shown.target) == ("mean absolute error 4.0 deg", "\u2264 2.5 deg")
    assert (shown.verdict, shown.n) == ("no", "3 strides")
    assert (held.reached, held.target, held.verdict) == ("held 0.0 %", "92 to 98 %", "no")
    seen = phone_rows([TrialResult(20.0, events=(replace(event(36.0), off_side=20.0),))])
    assert [(row.reached, row.target) for row in seen] == [("95 % within 36 ms", "\u2264 35 ms")]


def test_views_are_called_by_what_they_hold() -> None:
    for band, (first, last) in BANDS.items():
        assert band_of(last) == band
        assert band == "front" or BAND_NAMES[band] == f"{first:.0f}\u2013{last:.0f}\u00b0"
