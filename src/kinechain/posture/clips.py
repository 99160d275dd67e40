"""Short clips of somebody who stands, measured as photos are: the middle of all frames is the picture."""

from collections.abc import Sequence
from dataclasses import replace

import xarray as xr

from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait.film_clip import film_clip
from kinechain.gait.walk import Walk
from kinechain.posture.picture_standing import measure_pictures
from kinechain.posture.seen_stance import stance_of_clip


def standing_instead(motions: Sequence[xr.Dataset], person: Person, walk: Walk) -> Walk:
    """What clips in which nobody takes a step give of somebody who stands.

    `walk` is what they gave as a walk, and is returned where the person does anything but stand; where they
    stand in a way that is not measured, with a line that says why.
    """
    if any(film_clip(motion).movement.name != "standing" for motion in motions):
        return walk
    try:
        return measure_pictures([stance_of_clip(motion) for motion in motions], person)
    except InputError as error:
        return replace(walk, warnings=(*walk.warnings, str(error)))
