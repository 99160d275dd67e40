"""Straight lines through values over time that hold mistakes and gaps."""

import numpy as np

from kinechain.motion.dataset import Floats

# A value as far off as twice the usual distance counts half (Cauchy's weights, Holland and Welsch 1977).
HALF_AT = 2.0
ROUNDS = 5
# Values nearer in time than this err together: about a step.
STEP_S = 0.5
# Of this share of a step's errors at most the line is said to follow.
MOST_FOLLOWED = 0.75
# A median distance from the line is this share of the standard deviation.
MEDIAN_SHARE = 0.6745


def steady_line(time: Floats, values: Floats) -> tuple[float, float, float]:
    """Level at time 0, slope and the slope's standard deviation, of the line through `values`.

    A few that are far off hardly matter.
    """
    weights = np.ones(len(time))
    for _ in range(ROUNDS):
        slope, level = np.polyfit(time, values, 1, w=np.sqrt(weights))
        off = values - slope * time - level
        usual = HALF_AT * float(np.median(np.abs(off))) / MEDIAN_SHARE
        far = (off / usual) ** 2 if usual > 0 else np.zeros(len(time))
        weights = 1 / (1 + far)
    since = time - np.average(time, weights=weights)
    # How the line answers a change of each value (Huber 1981), and what each step's errors did to it. It
    # follows them in part, more where there are few steps (as MacKinnon and White 1985 take it).
    answer = since @ ((1 - far) * weights**2 * since)
    step = ((time - time[0]) / STEP_S).astype(int)
    followed = np.bincount(step, 1 / len(time) + since**2 / (since @ since))
    pulls = np.bincount(step, weights * off * since) / answer / (1 - np.minimum(followed, MOST_FOLLOWED))
    return float(level), float(slope), float(np.sqrt(pulls @ pulls))


def moving_line(
    time: Floats, values: Floats, window_s: float, *, whole: bool = False
) -> tuple[Floats, Floats]:
    """Level and slope at each `time`, which is even, of the line through the values within half a window.

    They are NaN where too few are known. Near the ends the window holds less; with `whole` the last whole
    window tells instead.
    """
    half = round(window_s / 2 / float(time[1] - time[0]))
    middle = np.arange(len(time))
    if whole:
        middle = np.clip(middle, half, max(half, len(time) - 1 - half))
    first, last = np.clip(middle - half, 0, len(time)), np.clip(middle + half + 1, 0, len(time))
    known, since = np.isfinite(values), time - time[0]
    values = np.where(known, values, 0.0)

    def inside(parts: Floats) -> Floats:
        sums = np.concatenate([[0.0], np.cumsum(parts)])
        return np.asarray(sums[last] - sums[first])

    count, times, squares = (inside(known * since**power) for power in (0, 1, 2))
    total, product = inside(values), inside(values * since)
    spread = count * squares - times**2
    # Of fewer than a quarter of the window a slope would be noise.
    enough = (count > half / 2) & (spread > 0)
    slope = np.full(len(time), np.nan)
    np.divide(count * product - times * total, spread, out=slope, where=enough)
    level = (total - slope * times) / np.maximum(count, 1)
    return np.asarray(level + slope * since), slope
