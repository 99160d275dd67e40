"""The models and the sample walk that belong to the installation.

They are put here when kinechain is built (``hatch_build.py``), from the packages that
``assets.lock.json`` names, and are not kept in version control.
"""

import json
from functools import cache
from pathlib import Path

from kinechain.errors import AssetError

FOLDER = Path(__file__).parent
LOCK = FOLDER / "assets.lock.json"


def asset_path(name: str) -> Path:
    """Where the asset called `name` lies (``demo.mp4``, ``pose_landmark_heavy.tflite``, ...).

    Raises AssetError if it is not there or its size is not the one recorded; the build has already
    compared the whole content.
    """
    sizes = _sizes()
    if name not in sizes:
        raise AssetError(f"there is no asset called {name}; there are {', '.join(sorted(sizes))}")
    path = FOLDER / name
    size = path.stat().st_size if path.is_file() else None
    if size != sizes[name]:
        state = "is missing from" if size is None else "is damaged in"
        raise AssetError(f"{name} {state} this installation ({path}); install kinechain again")
    return path


@cache
def _sizes() -> dict[str, int]:
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    entries = [
        entry for package in lock["packages"] for entry in [*package["files"], package["licence_text"]]
    ]
    return {entry["asset"]: entry["bytes"] for entry in entries}
