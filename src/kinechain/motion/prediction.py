"""Where something that moves is expected, by where it was seen in the frames around.

Gaussian-process regression (Rasmussen and Williams 2006, chapter 2) with a Matern kernel of order 5/2: places
are alike for a time, and how far the expectation may be off comes with it. Uneven frames, and those in which
nothing was seen, need no special case.
"""

import numpy as np

from kinechain.motion.dataset import Floats

# For so long a leg's place beside the other's is alike. For walks from laboratories 0.25 to 0.35 s is most
# likely; with 0.4 s or more the legs of rendered walkers, which the detector confuses for longer, are told
# apart best.
LASTS_S = 0.4


def expected(
    away: Floats, noise: Floats, size: Floats, *, drift: float = 0.0, leave_out: int = 0
) -> tuple[Floats, Floats]:
    """What sightings `away` (..., j) s from an instant expect there.

    The answer is their weights (..., 1 + leave_out, j) and the variance (..., 1 + leave_out): of all of them,
    then of all but the first, all but the second and so on. `noise` (..., j) is each sighting's variance,
    infinite where there was none; `size` (...) the variance of places about their usual one; `drift` that of
    the usual place itself, and of its way within `LASTS_S`, where these are not known (0: it is 0).
    """
    unseen = np.isinf(noise)
    diagonal = np.arange(away.shape[-1])
    between = size[..., None, None] * _alike(away[..., :, None] - away[..., None, :])
    between = between + drift * (1 + away[..., :, None] * away[..., None, :] / LASTS_S**2)
    between *= ~(unseen[..., :, None] | unseen[..., None, :])
    between[..., diagonal, diagonal] += np.where(unseen, 1.0, noise)
    now = np.where(unseen, 0.0, size[..., None] * _alike(away) + drift)
    inverse = np.linalg.inv(between)
    weights = (inverse @ now[..., None])[..., 0]
    variance = size + drift - (weights * now).sum(axis=-1)
    # What is left out needs no other inverse (the same book, section 5.4.2).
    first = diagonal[:leave_out]
    own = weights[..., first] / inverse[..., first, first]
    fewer = weights[..., None, :] - own[..., None] * inverse[..., first, :]
    wider = variance[..., None] + own * weights[..., first]
    return (
        np.concatenate([weights[..., None, :], fewer], axis=-2),
        np.concatenate([variance[..., None], wider], axis=-1),
    )


def _alike(apart_s: Floats) -> Floats:
    """Correlation of places so many seconds apart."""
    far = np.sqrt(5) * np.abs(apart_s) / LASTS_S
    return np.asarray((1 + far + far**2 / 3) * np.exp(-far))
