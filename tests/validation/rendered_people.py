"""Rendered walkers for the tests: enacted, so that all is known, but not drawn."""

from functools import cache

import numpy as np
import xarray as xr

from kinechain.motion.dataset import Floats, make_motion
from kinechain.motion.keypoints import INDEX
from kinechain.rendering.body_mesh import BodyMesh, load_body
from kinechain.rendering.clothing import dress
from kinechain.rendering.figure import Figure
from kinechain.rendering.outfit import OUTFITS
from kinechain.rendering.rig import Pose
from kinechain.validation.rendered_truth import RenderedTruth
from kinechain.validation.rendered_walk import BODIES_FOLDER, WalkPlan, enact, find_cycle
from laboratory import DATA


@cache
def dressed(plan: WalkPlan) -> tuple[BodyMesh, Figure]:
    body = load_body(DATA / BODIES_FOLDER, plan.body, plan.stature)
    return body, dress(body, OUTFITS[plan.outfit])


@cache
def enacted(plan: WalkPlan) -> tuple[RenderedTruth, Pose]:
    return enact(plan, *dressed(plan), find_cycle(DATA, plan.walk))


def seen_exactly(truth: RenderedTruth, fps: float, off: dict[str, Floats] | None = None) -> xr.Dataset:
    """A motion of the true pixels, each keypoint `off` by so much, (2,) or (F, 2) px right and down."""
    pixels = truth.pixels()
    position = np.zeros((len(truth.frames), 2, len(INDEX)))
    for name, track in pixels.items():
        position[:, :, INDEX[name]] = track + (off or {}).get(name, np.zeros(2))
    return make_motion(
        truth.time[truth.frames],
        position,
        np.ones((len(position), len(INDEX))),
        fps=fps,
        frames=len(position),
        frame_size=(truth.cameras[0].width, truth.cameras[0].height),
        source_file="rendered.mp4",
        person=1,
    )
