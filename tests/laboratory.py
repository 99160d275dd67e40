"""Walking data recorded by others, which lie beside the project where they are there at all."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kinechain.validation.keypoint_walk import KeypointWalk

DATA = Path(__file__).parents[2] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the laboratories' walks are not on this machine")


@cache
def recorded_walks() -> "tuple[KeypointWalk, ...]":
    """As keypoints; read once for all tests."""
    from kinechain.validation.laboratory_keypoints import laboratory_walks

    return tuple(laboratory_walks(DATA))
