"""A laboratory's motion made ready: known names, clean markers, the walk's frame, the person's facts."""

from dataclasses import dataclass

import xarray as xr

from kinechain.case import Person
from kinechain.gait.marker_faults import Fault, find_faults, foot_faults, without_faults
from kinechain.gait.walk import Source
from kinechain.motion.markers.lab_frame import to_walk_frame
from kinechain.motion.markers.marker_quality import clean
from kinechain.motion.markers.marker_sets import canonical

# What a file says of a person must lie in these to be believed; as `Person` has them.
HEIGHTS_M, MASSES_KG = (0.5, 2.6), (5.0, 400.0)


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Markers in the walk's frame (m) with canonical names, and the parts that were left out as faulty."""

    motion: xr.Dataset
    faults: tuple[Fault, ...]

    @property
    def walking(self) -> bool:
        """Whether the person walks; they stand if not."""
        return bool(self.motion.attrs["walking"])

    @property
    def source(self) -> Source:
        """Where it came from."""
        return Source(
            kind="markers",
            file=str(self.motion.attrs["source_file"]),
            frames=int(self.motion.attrs["frames"]),
            rate_hz=round(float(self.motion.attrs["fps"]), 3),
            view=None,
        )

    @property
    def span(self) -> tuple[float, float]:
        """The first and the last moment that is measured, in seconds from the file's first frame."""
        time = self.motion["time"].values
        return float(time[0]), float(time[-1])


def prepare(motion: xr.Dataset) -> Prepared:
    """`motion` (m, under the laboratory's labels, in its frame) as the fit needs it.

    Raises `InputError` where the marker set is not known or nobody can be seen in it.
    """
    named = canonical(motion)
    of_feet = foot_faults(named)
    in_walk = to_walk_frame(clean(without_faults(named, of_feet)))
    of_parts = find_faults(in_walk)
    return Prepared(without_faults(in_walk, of_parts), (*of_feet, *of_parts))


def known_person(person: Person, motion: xr.Dataset) -> Person:
    """`person`, with height and mass from the file where they were not given."""
    said = motion.attrs.get("subject") or {}
    told = {}
    for name, (least, most) in (("height_m", HEIGHTS_M), ("mass_kg", MASSES_KG)):
        if getattr(person, name) is None and least <= said.get(name, 0.0) <= most:
            told[name] = float(said[name])
    return person.model_copy(update=told)


def size_of(person: Person) -> dict[str, float]:
    """Height and mass, as far as they are known, under the names of a motion's ``subject``."""
    facts = {"height_m": person.height_m, "mass_kg": person.mass_kg}
    return {name: value for name, value in facts.items() if value is not None}
