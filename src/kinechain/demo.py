"""The sample walk that comes with the installation."""

from pathlib import Path

from kinechain.assets import asset_path

# Height of the walker, as the clip's publishers state it (Sports2D 0.8.34, Demo/Config_demo.toml).
HEIGHT_M = 1.65


def sample_video() -> Path:
    """A woman walks past, from right to left; somebody else plays on a roof (Sports2D, BSD-3)."""
    return asset_path("demo.mp4")
