import re
from dataclasses import replace

import numpy as np
from sample import sample_curves, sample_vocabulary

from kinechain.gait.walk import StrideCurve
from kinechain.measurement import Side
from kinechain.report.source_list import SourceList
from kinechain.report.stride_chart import curve_credits, stride_charts
from kinechain.report.vocabulary import Vocabulary

CURVES = sample_curves()
PLAIN = Vocabulary()
OTHER: dict[Side | None, Side | None] = {"left": "right", "right": "left", None: None}


def numbers(path: str) -> list[float]:
    return [float(text) for text in re.findall(r"-?\d+\.?\d*", path)]


def test_one_chart_an_angle_in_reading_order() -> None:
    assert [c.angle for c in stride_charts(CURVES[::-1], PLAIN, None)] == [
        "knee_flexion", "ankle_dorsiflexion", "thigh_angle", "foot_pitch", "trunk_lean",
    ]  # fmt: skip


def test_everything_drawn_lies_inside_the_chart() -> None:
    for chart in stride_charts(CURVES, sample_vocabulary(), 62.0):
        for path in [
            chart.typical or "",
            *(line.line for line in chart.lines),
            *(line.spread for line in chart.lines),
        ]:
            coordinates = numbers(path)
            assert all(39.9 <= x <= 330.1 for x in coordinates[::2])
            assert all(15.9 <= y <= 178.1 for y in coordinates[1::2])


def test_labels_stand_apart_and_name_their_own_line() -> None:
    for chart in stride_charts(CURVES[:8], PLAIN, None):
        first, second = (float(line.label_y) for line in chart.lines)
        assert abs(first - second) >= 10
        assert [line.label for line in chart.lines] == ["Left", "Right"]


def test_exchanging_the_sides_exchanges_the_lines() -> None:
    swapped = [replace(c, side=OTHER[c.side]) for c in CURVES]
    for chart, mirrored in zip(
        stride_charts(CURVES, PLAIN, None), stride_charts(swapped, PLAIN, None), strict=True
    ):
        there = {line.side: line.line for line in chart.lines}
        back = {line.side: line.line for line in mirrored.lines}
        assert there.get("left") == back.get("right")


def test_the_words_give_the_extremes_and_where_they_lie() -> None:
    mean = np.zeros(101)
    mean[70], mean[20] = 61.4, -3.2
    chart = stride_charts([StrideCurve("knee_flexion", "left", mean, np.ones(101), 1)], PLAIN, None)[0]
    assert chart.sentences == ("Left: \u22123° at 20\u00a0% to 61° at 70\u00a0%, 1\u00a0stride.",)


def test_a_curve_seen_only_in_part_is_drawn_in_part() -> None:
    mean = np.where(np.arange(101) < 50, np.nan, 10.0)
    chart = stride_charts([StrideCurve("knee_flexion", "left", mean, np.ones(101), 2)], PLAIN, None)[0]
    assert "nan" not in f"{chart}".lower()
    assert min(numbers(chart.lines[0].line)[::2]) > 180


def test_single_strides_without_a_typical_curve_are_drawn_without_spread() -> None:
    alone = [
        replace(curve, spread=np.full_like(curve.mean, np.nan), n=1)
        for curve in CURVES
        if curve.angle == "thigh_angle"
    ]
    (chart,) = stride_charts(alone, PLAIN, None)
    assert len(chart.lines) == 2
    assert all(line.line and not line.spread for line in chart.lines)


def test_a_curve_never_seen_is_not_drawn() -> None:
    assert (
        stride_charts(
            [StrideCurve("knee_flexion", "left", np.full(101, np.nan), np.ones(101), 0)], PLAIN, None
        )
        == ()
    )


def test_typical_curves_are_credited_once_and_cited() -> None:
    sources = SourceList(sample_vocabulary())
    (credit,) = curve_credits(CURVES, sample_vocabulary(), sources)
    assert credit.cited == (1,)
    assert curve_credits(CURVES, PLAIN, sources) == ()
