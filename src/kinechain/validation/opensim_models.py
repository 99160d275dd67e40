"""OpenSim and its models as comparisons need them, where this machine has them.

The models are Pose2Sim's, of a whole body (BSD 3-Clause; descended from Rajagopal et al., IEEE Trans Biomed
Eng 63, 2016). kinechain fetches nothing: they are taken from an installed Pose2Sim, or from where the
benchmark `against_opensim` puts them.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

SIMPLE = "Model_Pose2Sim_simple.osim"
SPLINES = "Model_Pose2Sim_muscles_flex.osim"
MARKERS = "Markers_LSTM.xml"
INSIDE = Path("OpenSim_Setup")
FETCHED = Path(".cache") / "pose2sim"
HOW_OPENSIM = "it needs OpenSim: pip install 'kinechain[comparisons]'"
HOW_MODELS = "it needs Pose2Sim's OpenSim models: pip install --no-deps pose2sim"


def has_opensim() -> bool:
    """Whether OpenSim is installed."""
    return find_spec("opensim") is not None


def quiet_opensim() -> Any:  # noqa: ANN401  it has no types
    """The module, without its messages."""
    import opensim

    opensim.Logger.setLevelString("off")
    return opensim


def find_model(name: str) -> Path | None:
    """One of Pose2Sim's files, None if this machine has it not."""
    places = [FETCHED]
    found = find_spec("Pose2Sim")
    if found is not None and found.origin is not None:
        places.append(Path(found.origin).parent / INSIDE)
    return next((place / name for place in places if (place / name).is_file()), None)
