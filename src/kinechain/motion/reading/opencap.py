"""A session that OpenCap saved: a folder with ``MarkerData/*.trc``, ``OpenSimData`` and what it knows of
the person (``sessionMetadata.yaml``).

Source of the layout: opencap.ai's downloads and the repository opencap-processing (Stanford NMBL).
"""

from pathlib import Path

from kinechain.errors import InputError
from kinechain.motion.reading.subject_parameters import LEAST_MASS_KG, LENGTHS, MOST_MASS_KG
from kinechain.plain_yaml import load_plain_yaml
from kinechain.printable import printable

MARKERS, METADATA = "MarkerData", "sessionMetadata.yaml"
MOST_METADATA_BYTES = 1 << 20
MOST_LISTED = 12


def trial_of_session(folder: Path) -> Path:
    """The one trial's TRC file in a session's folder. Raises `InputError` where there is none or several."""
    name = printable(str(folder))
    markers = folder if folder.name == MARKERS else folder / MARKERS
    if not markers.is_dir():
        raise InputError(
            f"{name} is a folder, but no OpenCap session: it has no folder {MARKERS}; give one file"
        )
    trials = sorted(path for path in markers.rglob("*.trc") if path.is_file())
    walks = [path for path in trials if path.stem.lower() not in {"neutral", "calibration", "static"}]
    chosen = walks or trials
    if not chosen:
        raise InputError(f"{name} holds no trial: {MARKERS} has no .trc file")
    if len(chosen) > 1:
        listed = ", ".join(printable(str(path.relative_to(folder)), 60) for path in chosen[:MOST_LISTED])
        more = f" and {len(chosen) - MOST_LISTED} more" if len(chosen) > MOST_LISTED else ""
        raise InputError(f"{name} holds {len(chosen)} trials; give one of them: {listed}{more}")
    return chosen[0]


def subject_of_session(trial: Path) -> dict[str, float]:
    """Mass and height of the person whose trial this is, where it lies in a session that tells them."""
    session = next((folder for folder in list(trial.parents)[:3] if (folder / METADATA).is_file()), None)
    if session is None or MARKERS not in trial.parts:
        return {}
    path = session / METADATA
    if path.stat().st_size > MOST_METADATA_BYTES:
        return {}
    try:
        said = load_plain_yaml(path.read_bytes(), printable(path.name))
    except (InputError, OSError):
        return {}  # it is beside the trial that was asked for, which can be read without it
    if not isinstance(said, dict):
        return {}
    bounds = {"mass_kg": (LEAST_MASS_KG, MOST_MASS_KG), "height_m": LENGTHS["height_m"][1:]}
    return {
        name: float(said[name])
        for name, (least, most) in bounds.items()
        if isinstance(said.get(name), int | float) and least <= said[name] <= most
    }
