"""Bodies for the tests of drawing, and whether this machine can draw at all."""

from functools import cache

import pytest

from kinechain.rendering.body_mesh import BodyMesh, load_body
from kinechain.rendering.clothing import dress
from kinechain.rendering.figure import Figure
from kinechain.rendering.outfit import OUTFITS
from kinechain.rendering.stage import INSTALL, can_draw
from laboratory import DATA

FOLDER = DATA / "rendered_bodies"
needs_drawing = pytest.mark.skipif(not can_draw(), reason=INSTALL)


@cache
def body(name: str = "m_avg", stature: float | None = 1.74) -> BodyMesh:
    return load_body(FOLDER, name, stature)


@cache
def figure(name: str = "m_avg", outfit: str = "jeans") -> Figure:
    return dress(body(name), OUTFITS[outfit])
