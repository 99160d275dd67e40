"""Where the body that was fitted to a film lies in its pictures, to be drawn over them."""

import numpy as np

from kinechain.gait.film_clip import FilmClip
from kinechain.gait.fitted_film import FittedFilm
from kinechain.motion.dataset import Floats


def fitted_pixels(film: FittedFilm, clip: int = 0) -> Floats | None:
    """Like the position of that clip as captured, (time, 2, keypoints) px, but of the fitted body; NaN
    outside of the passes and for what it does not have. None where no body was fitted to the clip.
    """
    if film.fit is None or clip not in {one.clip for one in film.passes}:
        return None
    raw = film.clips[clip].raw
    time, names = raw["time"].values, list(raw["keypoints"].values)
    pixels = np.full(raw["position"].shape, np.nan)
    for one, fitted in zip(film.passes, film.fit.passes, strict=True):
        if one.clip != clip:
            continue
        inside = np.flatnonzero((time >= fitted.time[0]) & (time <= fitted.time[-1]))
        for k, name in enumerate(film.fit.names):
            if fitted.misplaced[k]:
                continue
            tracks = (np.interp(time[inside], fitted.time, track) for track in fitted.points[:, k].T)
            seen = fitted.camera.picture(np.stack(list(tracks), axis=1)).pixels
            pixels[inside, :, names.index(name)] = seen
    return pixels + _moved(film.clips[clip])


def _moved(clip: FilmClip) -> Floats:
    """How far the picture as it was filmed lies from the one that was measured, (time, 2, 1) px: the hand's
    shaking, or a treadmill's belt.
    """
    apart = clip.raw["position"].values - clip.mended["position"].values
    known = np.isfinite(apart).any(axis=2, keepdims=True)
    middle = np.nanmedian(np.where(known, apart, 0.0), axis=2, keepdims=True)
    return np.asarray(np.where(known, middle, np.nan))
