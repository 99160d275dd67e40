"""What the files given to one command are: a walk, and what was recorded beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kinechain.errors import InputError
from kinechain.printable import printable

FORCE_ENDINGS = (".mot", ".sto")


@dataclass(frozen=True, slots=True)
class WalkFiles:
    """`walk` is a video, a saved motion or a laboratory's file; `forces` the ground reaction forces that
    belong to it, where they stand in a file of their own; `static` the same person standing still.
    """

    walk: Path
    forces: Path | None = None
    static: Path | None = None

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file."""
        return tuple(path for path in (self.walk, self.forces, self.static) if path is not None)


def sort_files(paths: Sequence[Path], static: Path | None = None) -> WalkFiles:
    """Which of `paths` is the walk and which its forces, in any order.

    Raises `InputError` where there is not exactly one walk, or more than one file of forces.
    """
    forces = [path for path in paths if path.suffix.lower() in FORCE_ENDINGS]
    walks = [path for path in paths if path not in forces]
    if not walks:
        named = printable(forces[0].name)
        raise InputError(
            f"{named} holds forces, not a walk; give the markers beside it: measure walk.trc {named}"
        )
    if len(walks) > 1:
        raise InputError("give one walk at a time; measuring several together is not possible yet")
    if len(forces) > 1:
        raise InputError("give one file of ground reaction forces, not several")
    return WalkFiles(walks[0], forces[0] if forces else None, static)
