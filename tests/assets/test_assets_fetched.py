"""The build hook takes only what the lock file names. No network is used here."""

import hashlib
import importlib.util
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
MODEL, CLIP, TEXT, LICENCE = b"a model", b"a clip", b"a licence", b"our licence"


def load_hook() -> Any:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["hatch_build"] = module
    spec.loader.exec_module(module)
    return module


hook = load_hook()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def npm_archive(content: bytes = MODEL) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as tar:
        member = tarfile.TarInfo("package/model.data")
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    return data.getvalue()


def wheel() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("walks/clip.mp4", CLIP)
        archive.writestr("walks.dist-info/LICENSE", TEXT)
    return data.getvalue()


def entry(
    ecosystem: str,
    name: str,
    archive: bytes,
    *,
    licence: dict[str, str],
    asset: str,
    file: str,
    content: bytes,
) -> dict[str, Any]:
    return {
        "ecosystem": ecosystem,
        "package": name,
        "version": "1.0",
        "archive_sha256": sha256(archive),
        "licence_text": licence,
        "files": [{"asset": asset, "file": file, "sha256": sha256(content)}],
    }


class Shop:
    """A project with two locked packages and a registry that hands them out."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.assets = root / hook.ASSETS
        self.archives = {"npm": npm_archive(), "pypi": wheel()}
        self.fetched: list[str] = []
        self.assets.mkdir(parents=True)
        (root / "LICENSE").write_bytes(LICENCE)
        ours = {"asset": "licences/a.txt", "from": "project", "file": "LICENSE", "sha256": sha256(LICENCE)}
        theirs = {
            "asset": "licences/b.txt",
            "from": "archive",
            "file": "walks.dist-info/LICENSE",
            "sha256": sha256(TEXT),
        }
        npm, pypi = self.archives["npm"], self.archives["pypi"]
        model: dict[str, Any] = {"asset": "a.tflite", "file": "package/model.data", "content": MODEL}
        clip: dict[str, Any] = {"asset": "b.mp4", "file": "walks/clip.mp4", "content": CLIP}
        self.lock = {
            "packages": [
                entry("npm", "@a/models", npm, licence=ours, **model),
                entry("pypi", "walks", pypi, licence=theirs, **clip),
            ]
        }

    def provide(self) -> None:
        (self.assets / hook.LOCK).write_text(json.dumps(self.lock))
        hook.provide(self.root, {"npm": self._fetcher(".tgz"), "pypi": self._fetcher(".whl")})

    def refuses(self, *words: str) -> None:
        with pytest.raises(hook.AssetBuildError) as caught:
            self.provide()
        message = str(caught.value)
        assert "\n" not in message
        for word in words:
            assert word in message

    def _fetcher(self, ending: str) -> Callable[[Any, Path], None]:
        def fetch(package: Any, folder: Path) -> None:
            self.fetched.append(package.package)
            (folder / f"archive{ending}").write_bytes(self.archives[package.ecosystem])

        return fetch


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_each_asset_comes_from_its_package(shop: Shop) -> None:
    shop.provide()
    assert shop.fetched == ["@a/models", "walks"]
    assert (shop.assets / "a.tflite").read_bytes() == MODEL
    assert (shop.assets / "b.mp4").read_bytes() == CLIP
    assert (shop.assets / "licences/a.txt").read_bytes() == LICENCE
    assert (shop.assets / "licences/b.txt").read_bytes() == TEXT
    assert not list(shop.assets.rglob("*.part"))


def test_what_is_there_is_not_fetched_again(shop: Shop) -> None:
    shop.provide()
    shop.fetched.clear()
    shop.provide()
    assert shop.fetched == []


def test_a_damaged_asset_is_fetched_again(shop: Shop) -> None:
    shop.provide()
    shop.fetched.clear()
    (shop.assets / "b.mp4").write_bytes(b"a clap")
    shop.provide()
    assert shop.fetched == ["walks"]
    assert (shop.assets / "b.mp4").read_bytes() == CLIP


def test_another_archive_is_refused(shop: Shop) -> None:
    shop.archives["npm"] = npm_archive(b"another")
    shop.refuses("@a/models", "sha256", hook.LOCK)
    assert not (shop.assets / "a.tflite").exists()


def test_another_file_in_the_right_archive_is_refused(shop: Shop) -> None:
    shop.lock["packages"][0]["files"][0]["sha256"] = "0" * 64
    shop.refuses("package/model.data", "sha256")
    assert not (shop.assets / "a.tflite").exists()


@pytest.mark.parametrize("which", [0, 1])
def test_a_file_that_the_archive_lacks_is_refused(shop: Shop, which: int) -> None:
    shop.lock["packages"][which]["files"][0]["file"] = "package/none"
    shop.refuses("has no file package/none")


def test_another_licence_text_is_refused(shop: Shop) -> None:
    (shop.root / "LICENSE").write_text("all rights reserved")
    shop.refuses("LICENSE", "sha256")


def failing(**keywords: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.CompletedProcess([], 1, "", "first line\nno network\n")


def endless(**keywords: Any) -> subprocess.CompletedProcess[str]:
    raise subprocess.TimeoutExpired("npm", keywords["timeout"])


@pytest.mark.parametrize(("start", "reason"), [(failing, "no network"), (endless, "timed out")])
def test_a_failed_download_is_one_line(tmp_path: Path, start: Callable[..., Any], reason: str) -> None:
    package = hook.LockedPackage("npm", "@a/models", "1.0", "", ())
    with pytest.raises(hook.AssetBuildError) as caught:
        hook._run(package, start, tmp_path)
    assert "@a/models 1.0 (npm) could not be fetched" in str(caught.value)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_real_lock_file_is_complete() -> None:
    lock = ROOT / hook.ASSETS / hook.LOCK
    text = lock.read_text()
    heavy = "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe"
    files = {file.asset: file for package in hook.read_lock(lock) for file in package.files}
    assert files["pose_landmark_heavy.tflite"].sha256 == heavy
    assert {"pose_detection.tflite", "demo.mp4", "licences/mediapipe-pose.txt"} <= set(files)
    assert all(len(file.sha256) == 64 for file in files.values())
    assert "http" not in text
    for package in json.loads(text)["packages"]:
        assert package["licence"] in {"Apache-2.0", "BSD-3-Clause"}
