"""The walks in a folder of laboratories' files, each with its static trial and its person."""

import re
from dataclasses import dataclass
from pathlib import Path

from kinechain.validation.known_walks import known_walks

STATIC = re.compile(r"static|standing|(^|[^a-z])(cal|calibration)([^a-z]|$)", re.IGNORECASE)
NUMBER_AT_END = re.compile(r"[\W_]*\d+$")


@dataclass(frozen=True, slots=True)
class Recording:
    """One walk. `name` is its path within the folder; `person` is the same for walks of one person."""

    name: str
    path: Path
    static: Path | None
    person: str

    @property
    def collection(self) -> str:
        """The first folder of its name: whose data it is."""
        return self.name.split("/", 1)[0] if "/" in self.name else ""


def find_recordings(folder: Path) -> tuple[Recording, ...]:
    """Every C3D file that is no static trial, and the files of other kinds whose truth is known, in order.

    Data requirements: static trials lie in a folder called static (any case), in the walk's own folder or
    beside it, or have static, standing or cal in their names.
    """
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() == ".c3d" and path.is_file()]
    walks = [path for path in files if not _is_static(path)]
    walks += [path for name in known_walks() if (path := folder / name).is_file() and path not in walks]
    return tuple(_recording(path, folder) for path in sorted(walks))


def _recording(path: Path, folder: Path) -> Recording:
    static = find_static(path)
    name = path.relative_to(folder).as_posix()
    # Walks that share a static trial are one person's; else names that differ in their last number are.
    person = static or path.parent / (NUMBER_AT_END.sub("", path.stem) or path.stem)
    return Recording(name, path, static, person.relative_to(folder).with_suffix("").as_posix())


def find_static(walk: Path) -> Path | None:
    """The static trial of a walk: the one whose name is most like the walk's, if there are several."""
    places = [walk.parent, *_static_folders(walk.parent), *_static_folders(walk.parent.parent)]
    found = [
        path
        for place in places
        for path in sorted(place.iterdir())
        if path.suffix.lower() == ".c3d" and path.is_file() and _is_static(path)
    ]
    return max(found, key=lambda path: _alike(path.stem, walk.stem), default=None)


def _static_folders(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.is_dir() and path.name.lower() == "static"]


def _is_static(path: Path) -> bool:
    return path.parent.name.lower() == "static" or STATIC.search(path.stem) is not None


def _alike(one: str, other: str) -> int:
    """How many letters two names begin with together."""
    pairs = enumerate(zip(one.lower(), other.lower(), strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))
