"""kinechain: how a person walks, measured with its error, and what that may mean for pain.

    import kinechain as kc

    motion = kc.capture("walk.mp4")
    walk = kc.measure(motion, person=kc.Person(height_m=1.68))
    case = kc.Case(person=walk.person, pain=(kc.Pain(region="neck"),), red_flags=())
    trace = kc.trace(case, walk.measurements)
    plan = kc.plan(trace, case)

Several clips of one person give one answer:

    walk = kc.measure([kc.capture("side.mp4"), kc.capture("front.mp4")], person=kc.Person(height_m=1.68))

A laboratory's file is measured in the same way:

    walk = kc.measure(kc.read_motion("trial.c3d"), static=kc.read_motion("static.c3d"))

Photos of the person standing are measured by `kc.measure_photos(paths, person=...)`.

Everything heavy is imported when it is first needed.
"""

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from kinechain.case import Case, Habits, Pain, Person, Shoes

if TYPE_CHECKING:
    import xarray as xr

    from kinechain.gait.walk import Walk
    from kinechain.measurement import Measurement
    from kinechain.plan.plan import Plan
    from kinechain.reasoning.trace import Trace

__all__ = [
    "Case",
    "Habits",
    "Pain",
    "Person",
    "Shoes",
    "capture",
    "measure",
    "measure_photos",
    "plan",
    "read_motion",
    "trace",
]
__version__ = "0.1.0"


class _Package(ModuleType):
    """Keeps `kinechain.capture` and `kinechain.plan` the functions below, though rooms of the same
    names are imported beneath them.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def capture(path: Path | str, *, person: int | None = None, recorded_hz: float | None = None) -> "xr.Dataset":
    """The motion of the walker in a video, of which `recorded_hz` says at how many frames a second a slow
    motion was recorded; see `kinechain.capture.capture.capture`.
    """
    from kinechain.capture.capture import capture as capture_video

    return capture_video(path, person=person, recorded_hz=recorded_hz)


def read_motion(
    path: Path | str, *, person: int | str | None = None, forces: Path | str | None = None
) -> "xr.Dataset":
    """A saved motion or a laboratory's file, with its `forces` where they stand in a file of their own; see
    `kinechain.motion.files.read_motion` and `kinechain.motion.reading.ground_forces.with_forces`.
    """
    from kinechain.motion.files import read_motion as read
    from kinechain.motion.reading.ground_forces import with_forces

    motion = read(path, person)
    return motion if forces is None else with_forces(motion, forces)


def measure(
    motion: "xr.Dataset | Sequence[xr.Dataset]",
    *,
    person: Person | None = None,
    static: "xr.Dataset | None" = None,
) -> "Walk":
    """Everything a walk gives, or several clips of one person, with its errors; `static` is the same person
    standing, from the same laboratory. See `kinechain.measured_motion.measure`.
    """
    from kinechain.measured_motion import measure as measure_motion

    return measure_motion(motion, person=person, static=static)


def measure_photos(paths: "Sequence[Path | str]", *, person: Person | None = None) -> "Walk":
    """Everything that photos of one person standing give, with its errors; see
    `kinechain.posture.photos.measure_photos`.
    """
    from kinechain.posture.photos import measure_photos as measure_paths

    return measure_paths(paths, person or Person())


def trace(case: Case, measured: "Sequence[Measurement]" = ()) -> "Trace":
    """What may contribute to the pain of a case; see `kinechain.reasoning.tracing.trace`."""
    from kinechain.reasoning import trace as reason

    return reason(case, measured)


def plan(
    trace: "Trace",
    case: Case | None = None,
    *,
    today: date | None = None,
    minutes_per_day: float | None = None,
    limits: Sequence[str] = (),
) -> "Plan | None":
    """What to do about it; None after a stop. See `kinechain.plan.making.make_plan`."""
    from kinechain.plan import make_plan

    start = today or datetime.now().astimezone().date()
    return make_plan(trace, case or Case(), start, minutes_per_day=minutes_per_day, limits=limits)
