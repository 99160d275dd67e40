import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from kinechain import assets
from kinechain.errors import AssetError

LOCK = json.loads(assets.LOCK.read_text())
FILES = [entry for package in LOCK["packages"] for entry in [*package["files"], package["licence_text"]]]


@pytest.mark.parametrize("entry", FILES, ids=lambda entry: entry["asset"])
def test_every_asset_is_installed_as_locked(entry: dict[str, Any]) -> None:
    content = assets.asset_path(entry["asset"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]


def test_an_unknown_asset() -> None:
    with pytest.raises(AssetError, match=r"no asset called pose\.tflite; there are demo\.mp4"):
        assets.asset_path("pose.tflite")


def test_a_missing_asset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    with pytest.raises(AssetError, match=r"demo\.mp4 is missing from .* install kinechain again"):
        assets.asset_path("demo.mp4")


def test_a_damaged_asset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    (tmp_path / "demo.mp4").write_bytes(b"short")
    with pytest.raises(AssetError, match=r"demo\.mp4 is damaged in"):
        assets.asset_path("demo.mp4")
