"""Rendered clips and what the detector saw in them, kept in a folder so that nothing is drawn or looked at
twice.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import xarray as xr

from kinechain.validation.rendered_walk import RenderedWalk, WalkPlan, render_walk

# Beside the project's other caches, which git ignores.
CACHE = Path(".cache") / "rendered"


def seen_walks(
    plans: Sequence[WalkPlan], data: Path, folder: Path = CACHE
) -> Iterator[tuple[RenderedWalk, xr.Dataset]]:
    """Each plan's clip with the motion that was captured from it, one after the other.

    Raises `InputError` where nothing can be drawn or nobody was found in a clip.
    """
    for plan in plans:
        walk = render_walk(plan, data, folder)
        yield walk, seen_motion(walk)


def seen_motion(walk: RenderedWalk) -> xr.Dataset:
    """What the detector saw."""
    from kinechain.capture.capture import capture
    from kinechain.motion.files import read_motion, write_motion

    kept = walk.clip.with_suffix(".parquet")
    if not kept.is_file():
        write_motion(capture(walk.clip), kept)
    return read_motion(kept)
