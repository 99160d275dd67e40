"""The comparisons with OpenSim, in a process of their own.

OpenSim writes a log wherever it is started, prints from its depths, and may end the process it runs in. One
argument: a folder to work in, which holds the request (`REQUEST`) and gets the answer (`ANSWER`), both JSON.

    {"models": ["simple.osim", "splines.osim"], "markers": "markers.xml", "walk": "walk.trc" or null}
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

REQUEST, ANSWER = "request.json", "answer.json"
ROUNDS = 3
MADE_FRAMES = 300
MOVED_FRAMES = 240


def main() -> None:
    """Run it."""
    folder = Path(sys.argv[1])
    _stay_on_one_core()
    answer = _answer(folder, json.loads((folder / REQUEST).read_text(encoding="utf-8")))
    (folder / ANSWER).write_text(json.dumps(answer, allow_nan=False), encoding="utf-8")


def _stay_on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _answer(folder: Path, request: Mapping[str, object]) -> dict[str, object]:
    from kinechain.validation.opensim_inverse_dynamics import compare_inverse_dynamics

    answer: dict[str, object] = {"inverse_dynamics": asdict(compare_inverse_dynamics(MOVED_FRAMES, folder))}
    if request["models"]:
        answer |= _with_models(folder, request)
    return answer


def _with_models(folder: Path, request: Mapping[str, object]) -> dict[str, object]:
    from kinechain.validation.opensim_forward_kinematics import greatest_distance
    from kinechain.validation.opensim_inverse_kinematics import compare_inverse_kinematics
    from kinechain.validation.opensim_trials import Trial, made_trial, recorded_trial, with_marker_file

    simple, *others = (Path(str(path)) for path in request["models"])  # type: ignore[attr-defined]
    base = with_marker_file(simple, Path(str(request["markers"])), folder / "base.osim")

    def trials() -> Iterator[Trial]:
        if request["walk"]:
            from kinechain.motion.files import read_motion

            yield recorded_trial(base, read_motion(Path(str(request["walk"]))), folder / "recorded.osim")
        yield made_trial(base, MADE_FRAMES)

    return {
        "forward_kinematics": max(greatest_distance(path) for path in (base, *others)),
        "inverse_kinematics": [
            asdict(compare_inverse_kinematics(trial, folder, ROUNDS)) for trial in trials()
        ],
    }


if __name__ == "__main__":
    main()
