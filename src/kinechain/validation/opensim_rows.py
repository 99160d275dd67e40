"""The rows that compare us with OpenSim, or say what it would take."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kinechain.validation.opensim_child import ANSWER, MADE_FRAMES, MOVED_FRAMES, REQUEST
from kinechain.validation.opensim_forward_kinematics import POSES
from kinechain.validation.opensim_models import (
    HOW_MODELS,
    HOW_OPENSIM,
    MARKERS,
    SIMPLE,
    SPLINES,
    find_model,
    has_opensim,
)
from kinechain.validation.table import Row, make_row, not_run

WALK = "opensim/example3DWalking/markers_walk.trc"
KEYS = ("forward_kinematics", "inverse_kinematics", "inverse_dynamics")
LONGEST_S = 600


def opensim_rows(folder: Path) -> tuple[Row, ...]:
    """The rows, with figures where OpenSim and its models are there. `folder` holds the walks."""
    if not has_opensim():
        return tuple(not_run(key, HOW_OPENSIM) for key in KEYS)
    with tempfile.TemporaryDirectory() as place:
        try:
            answer = _asked(Path(place), folder)
        except (OSError, subprocess.SubprocessError, ValueError) as trouble:
            return tuple(not_run(key, f"OpenSim failed ({type(trouble).__name__})") for key in KEYS)
    return tuple(_rows(answer))


def _asked(place: Path, folder: Path) -> Mapping[str, Any]:
    """What the child answers. It works, and leaves OpenSim's log, in `place`."""
    models = [find_model(name) for name in (SIMPLE, SPLINES)]
    markers, walk = find_model(MARKERS), folder / WALK
    request = {
        "models": [str(path.resolve()) for path in models if path] if all(models) and markers else [],
        "markers": str(markers.resolve()) if markers else None,
        "walk": str(walk.resolve()) if walk.is_file() else None,
    }
    (place / REQUEST).write_text(json.dumps(request), encoding="utf-8")
    subprocess.run(  # noqa: S603  our own module, and paths that we made
        [sys.executable, "-m", "kinechain.validation.opensim_child", str(place)],
        cwd=place,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=LONGEST_S,
        check=True,
    )
    answer: Mapping[str, Any] = json.loads((place / ANSWER).read_text(encoding="utf-8"))
    return answer


def _rows(answer: Mapping[str, Any]) -> Iterator[Row]:
    if "forward_kinematics" in answer:
        worst = answer["forward_kinematics"]
        yield make_row("forward_kinematics", {"worst": worst}, f"2 models, {POSES} poses each")
        yield _inverse_kinematics(answer["inverse_kinematics"])
    else:
        yield from (not_run(key, HOW_MODELS) for key in KEYS[:2])
    dynamics = answer["inverse_dynamics"]
    figures = {
        "speed": dynamics["our_rate"] / dynamics["their_rate"],
        "worst moment difference without constraints": dynamics["difference"],
    }
    yield make_row("inverse_dynamics", figures, f"1 made motion, {MOVED_FRAMES} frames")


def _inverse_kinematics(trials: list[Mapping[str, Any]]) -> Row:
    """The slower and the costlier of the trials count."""
    figures = {
        "speed": min(trial["times_as_fast"] for trial in trials),
        "weighted cost": max(trial["cost"] for trial in trials),
    }
    names = " and ".join(str(trial["trial"]) for trial in trials)
    return make_row("inverse_kinematics", figures, f"{names} of {MADE_FRAMES} frames")
