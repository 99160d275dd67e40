"""Where something that moves is expected, by where it was seen in the frames around.

Gaussian-process regression (Rasmussen and Williams 2006, chapter 2) with a Matern kernel of order 5/2: places
are alike for a time, and how far the expectation may be off comes with it. What was not seen needs no special
case, nor do uneven frames.
"""

import numpy as np

from kinechain.motion.dataset import Floats

# For so long a leg's place beside the other's is alike: most likely for walks of laboratories (own trials;
# 0.25 to 0.35 s hardly differ, and quick legs need the shorter). Also the time in which it goes its own size.
LASTS_S = 0.25


def expected(away: Floats, noise: Floats, size: Floats, drift: float = 0.0) -> tuple[Floats, Floats]:
    """Weights (..., 1 + j, j) of sightings `away` (..., j) s from an instant, and the variances (..., 1 + j) of
    what they expect there: first of all of them together, then of all but each one.

    `noise` (..., j) is the variance of each sighting, infinite where there was none; `size` (...) the variance
    of places about their usual one; `drift` that of the usual place itself, and of its way within `LASTS_S`,
    where these are not known (0: the usual place is 0).
    """
    count = away.shape[-1]
    unseen = np.isinf(noise)
    between = size[..., None, None] * _alike(away[..., :, None] - away[..., None, :])
    between = between + drift * (1 + away[..., :, None] * away[..., None, :] / LASTS_S**2)
    between *= ~(unseen[..., :, None] | unseen[..., None, :])
    between[..., range(count), range(count)] += np.where(unseen, 1.0, noise)
    now = np.where(unseen, 0.0, size[..., None] * _alike(away) + drift)
    inverse = np.linalg.inv(between)
    weights = (inverse @ now[..., None])[..., 0]
    variance = size + drift - (weights * now).sum(axis=-1)
    # Leaving one out of a regression needs no other inverse (Rasmussen and Williams, section 5.4.2).
    own = inverse[..., range(count), range(count)]
    fewer = weights[..., None, :] - (weights / own)[..., None] * inverse
    wider = variance[..., None] + weights**2 / own
    return (
        np.concatenate([weights[..., None, :], fewer], axis=-2),
        np.concatenate([variance[..., None], wider], axis=-1),
    )


def _alike(apart_s: Floats) -> Floats:
    """Correlation of places so many seconds apart."""
    far = np.sqrt(5) * np.abs(apart_s) / LASTS_S
    return np.asarray((1 + far + far**2 / 3) * np.exp(-far))
