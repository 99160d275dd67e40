"""Fitted bodies whose every angle is known, because nobody fitted them."""

from typing import Any

import numpy as np

from kinechain.body.fitted_body import FittedBody
from kinechain.body.own_body import load_body
from kinechain.body.posterior import Deviations
from synthetic_walker import Floats

RATE_HZ = 100.0
WHOLE_BODY = tuple(
    f"{side}_{name}"
    for side in ("left", "right")
    for name in (
        "asis", "psis", "thigh", "knee_lateral", "shank", "ankle_lateral", "heel", "toe", "hallux",
        "acromion", "elbow_lateral", "wrist_radial", "head_front", "head_back",
    )
)  # fmt: skip
WHOLE_BODY = (*WHOLE_BODY, "c7", "t10", "jugular_notch", "xiphoid")


class Spread:
    """Draws that differ from the estimate by one constant for each coordinate, of `sd` (Q,)."""

    def __init__(self, sd: Floats, frames: int) -> None:
        self.sd = sd
        self.frames = frames

    def deviations(self, n: int, seed: int) -> Deviations:
        one = np.random.default_rng(seed).standard_normal((n, 1, len(self.sd))) * self.sd
        return Deviations(np.repeat(one, self.frames, axis=1), None)


def body(
    angles: dict[str, Floats | float],
    *,
    markers: tuple[str, ...] = WHOLE_BODY,
    unknown: tuple[str, ...] = (),
    seconds: float = 1.2,
    sd_deg: float = 0.0,
    unseen: tuple[str, ...] = (),
) -> FittedBody:
    """The reference person with these coordinates (degrees, or metres of the pelvis), else upright.

    Markers sit at their landmarks; `unseen` ones were never seen, `unknown` coordinates are not known.
    """
    reference = load_body()
    chain = reference.chain
    time = np.arange(round(seconds * RATE_HZ) + 1) / RATE_HZ
    q = np.tile(chain.default, (len(time), 1))
    for name, value in angles.items():
        index = chain.coordinate(name)
        q[:, index] = np.radians(value) if chain.coordinates[index].rotational else value
    carrier, place = reference.places(list(markers))
    residuals = np.zeros((len(time), len(markers)))
    residuals[:, [name in unseen for name in markers]] = np.nan
    known = np.array([coordinate.name not in unknown for coordinate in chain.coordinates])
    sd = np.full(len(chain.coordinates), np.radians(sd_deg))
    posterior: Any = Spread(sd, len(time))
    return FittedBody(
        body=reference,
        time=time,
        q=q,
        sd=np.tile(sd, (len(time), 1)),
        known=known,
        marker_names=markers,
        marker_body=carrier,
        marker_place=place,
        residuals=residuals,
        outliers=(),
        warnings=(),
        posterior=posterior,
    )


def wave(mean: float, amplitude: float, phase: float = 0.0, seconds: float = 1.2) -> Floats:
    """One sine a second, in degrees, at the body's frames."""
    time = np.arange(round(seconds * RATE_HZ) + 1) / RATE_HZ
    return np.asarray(mean + amplitude * np.sin(2 * np.pi * (time - phase)))
