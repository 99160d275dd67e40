"""What the files given to one command are: a walk, further clips of it, and what was recorded beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from filecmp import cmp
from pathlib import Path

from kinechain.errors import InputError
from kinechain.printable import printable

FORCE_ENDINGS = (".mot", ".sto")
MARKER_ENDINGS = (".c3d", ".trc", ".csv")
SAVED_ENDING = ".parquet"
# What is taken for a photo; of these some are refused, with what to do.
PHOTO_ENDINGS = (
    ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp",
    ".heic", ".heif", ".avif", ".gif", ".bmp", ".tif", ".tiff",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WalkFiles:
    """`walk` is a video, a saved motion or a laboratory's file; `forces` the ground reaction forces that
    belong to it, where they stand in a file of their own; `static` the same person standing still; `more` are
    further clips of the same person, videos or saved motions. `photos` show the person standing; where there
    is no walk, `walk` is the first of them.
    """

    walk: Path
    forces: Path | None = None
    static: Path | None = None
    more: tuple[Path, ...] = ()
    photos: tuple[Path, ...] = ()

    @property
    def only_photos(self) -> bool:
        """Whether nobody walks."""
        return self.walk in self.photos

    @property
    def clips(self) -> tuple[Path, ...]:
        """Every walk, the first one first."""
        return () if self.only_photos else (self.walk, *self.more)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file."""
        return tuple(
            path for path in (*self.clips, *self.photos, self.forces, self.static) if path is not None
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the user says of a recording: the `person` to measure, by number (None: the walker, or the only
    one), and the frames a second at which a slow motion was recorded, `recorded_hz` (None: as the file says).
    """

    person: int | None = None
    recorded_hz: float | None = None


def is_video(path: Path) -> bool:
    """Whether `path` is taken for a video: its ending is none of a saved or a laboratory's motion."""
    others = (SAVED_ENDING, *MARKER_ENDINGS, *FORCE_ENDINGS, *PHOTO_ENDINGS)
    return not path.is_dir() and path.suffix.lower() not in others


def is_photo(path: Path) -> bool:
    """Whether `path` is taken for a photo, by its ending."""
    return not path.is_dir() and path.suffix.lower() in PHOTO_ENDINGS


def sort_files(paths: Sequence[Path], static: Path | None = None) -> WalkFiles:
    """Which of `paths` are walks, which photos and which the forces, in any order.

    Raises `InputError` where there is no walk, where several are not clips of a film, or where there is more
    than one file of forces.
    """
    forces = [path for path in paths if path.suffix.lower() in FORCE_ENDINGS]
    photos = tuple(path for path in paths if is_photo(path))
    walks = [path for path in paths if path not in forces and path not in photos]
    _check_once(photos)
    if not walks and photos and not forces:
        return WalkFiles(photos[0], None, static, photos=photos)
    if not walks:
        named = printable(forces[0].name)
        raise InputError(
            f"{named} holds forces, not a walk; give the markers beside it: measure walk.trc {named}"
        )
    if len(walks) > 1:
        _check_clips(walks)
    if len(forces) > 1:
        raise InputError("give one file of ground reaction forces, not several")
    return WalkFiles(walks[0], forces[0] if forces else None, static, tuple(walks[1:]), photos)


def _check_clips(walks: Sequence[Path]) -> None:
    for path in walks:
        if path.is_dir() or path.suffix.lower() in MARKER_ENDINGS:
            raise InputError(
                f"{printable(path.name)} is no clip of a film: give one walk at a time, or several clips of "
                "one person as videos or as motions saved from them (.parquet)"
            )
    _check_once(walks)


def _check_once(paths: Sequence[Path]) -> None:
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            raise InputError(f"{printable(path.name)} is given twice; give each once")
        seen.add(path.resolve())


def _check_different(clips: Sequence[Path]) -> None:
    """Raise `InputError` where two files are the same, byte by byte: following a walk in each takes long."""
    for number, path in enumerate(clips):
        for other in clips[:number]:
            if path.is_file() and other.is_file() and cmp(path, other, shallow=False):
                named, same = printable(path.name), printable(other.name)
                raise InputError(f"{named} shows the same as {same}, byte by byte; give each clip once")


def check_chosen(files: WalkFiles, chosen: Chosen) -> None:
    """Raise `InputError`, before long work, where a file is not there or something was said that these files
    do not have.
    """
    for path in files.paths if files.more or files.photos else ():
        if not path.exists():
            raise InputError(f"{printable(str(path))} does not exist")
    filmed = any(is_video(path) for path in files.clips)
    if files.forces is not None and filmed:
        raise InputError("ground reaction forces belong to markers, not to a video")
    if files.static is not None and filmed:
        raise InputError("a trial of standing still belongs to markers; a film has no use for it")
    _check_photos(files, chosen)
    if chosen.recorded_hz is not None and not filmed:
        raise InputError("--recorded-at is said of a video; a saved motion has its times already")
    for option, value in (("--person", chosen.person), ("--recorded-at", chosen.recorded_hz)):
        if files.more and value is not None:
            raise InputError(
                f"{option} is said of one clip, and several were given: save the one that it belongs to with "
                f"kinechain capture CLIP {option} {value:g} --out clip.parquet, and give that instead"
            )
    _check_different(files.clips)


def _check_photos(files: WalkFiles, chosen: Chosen) -> None:
    if files.only_photos and files.static is not None:
        raise InputError("a trial of standing still belongs to markers; photos have no use for it")
    if files.only_photos and chosen != Chosen():
        option = "--person" if chosen.person is not None else "--recorded-at"
        raise InputError(f"{option} is said of a film; crop a photo to the one person who is meant")
    if any(path.suffix.lower() in MARKER_ENDINGS or path.is_dir() for path in files.clips) and files.photos:
        raise InputError("photos are measured by themselves or beside a film, not beside a laboratory's file")
