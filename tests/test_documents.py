"""What the README and ARCHITECTURE say exists, works as they say, and is said in the right words."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
import xarray as xr

import kinechain
from kinechain.cli import app
from kinechain.gait.walk import Walk
from kinechain.knowledge import load
from synthetic_camera import film
from synthetic_markers import markers
from synthetic_walker import HEALTHY

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "kinechain"
DOCUMENTS = ("README.md", "ARCHITECTURE.md")
# Files of the reader's own, and folders that setting up makes.
READERS_OWN = {
    "walk.mp4", "side.mp4", "front.mp4", "slow.mp4", "case.yaml", "people.png", "walk.parquet",
    "report.html", ".venv/bin",
    "trial.c3d", "static.c3d", "walk.trc", "ground.mot", "fitted.mot",
}  # fmt: skip
ENDINGS = "py|yaml|json|md|html|webp|png|mp4|parquet|toml"
# Put together, so that this file does not hold what it looks for.
REGISTRIES = ("pypi" + ".org", "python" + "hosted", "npm" + "js", "github" + "usercontent")
ELSEWHERE = ("/" + "work", "shared" + "/")
TEXT = {".py", ".md", ".toml", ".yaml", ".json", ".j2", ".css", ".js", ""}


def read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def named_paths(text: str) -> set[str]:
    """Links' targets, and what stands between backticks and looks like a path."""
    quoted = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    paths = {word for word in quoted if re.fullmatch(rf"[\w./]+(/|\.({ENDINGS}))|\.?\w+(/\w+)+", word)}
    linked = {link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link}
    scripts = set(re.findall(r"python ((?:benchmarks|docs)/\S+\.py)", text))
    return (paths | linked | scripts) - READERS_OWN


def commands(text: str) -> list[list[str]]:
    """Every line that starts with kinechain in a code block, and every example whose output is shown."""
    blocks = re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("kinechain ")]
    shown = re.findall(r"<!-- output: (kinechain [^;]+?)(?:;.*?)? -->", text)
    return [shlex.split(line, comments=True) for line in [*lines, *shown]]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_is_named_exists(document: str) -> None:
    paths = named_paths(read(document))
    assert len(paths) > 5
    missing = [path for path in paths if not any((base / path).exists() for base in (ROOT, PACKAGE))]
    assert not missing


def test_every_command_and_option_exists() -> None:
    group = typer.main.get_command(app)
    subcommands = group.commands  # type: ignore[attr-defined]
    shown = [command for document in DOCUMENTS for command in commands(read(document))]
    assert len(shown) > 5
    for _, name, *arguments in shown:
        known = {option for parameter in subcommands[name].params for option in parameter.opts}
        assert {word for word in arguments if word.startswith("--")} <= known, name


@pytest.mark.parametrize("document", DOCUMENTS)
def test_options_and_targets_in_running_text_exist(document: str) -> None:
    text = read(document)
    group = typer.main.get_command(app)
    subcommands = group.commands.values()  # type: ignore[attr-defined]
    known = {option for command in subcommands for p in command.params for option in p.opts} | {"--help"}
    known |= {"--save"}  # of every benchmark
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", re.sub(r"<!--.*?-->", "", text))) <= known
    targets = set(re.findall(r"^(\w+):", read("Makefile"), flags=re.MULTILINE))
    assert set(re.findall(r"make (demo|test|check|\w+)(?=`|\s+#)", text)) <= targets


def test_the_readme_s_python_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def capture(path: str) -> xr.Dataset:
        if path == "front.mp4":
            return film(HEALTHY.walk(), view="front", distance_m=9.0, rate_hz=30, noise_px=1.0, seed=2)
        assert path in {"walk.mp4", "side.mp4"}
        return film(HEALTHY.walk(), distance_m=4.5, rate_hz=30, noise_px=1.0, seed=1)

    def read_motion(path: str) -> xr.Dataset:
        walking = markers(HEALTHY.walk())
        if path == "trial.c3d":
            return walking
        standing = walking.isel(time=slice(100))
        return standing.assign(
            position=standing["position"].isel(time=0).broadcast_like(standing["position"])
        )

    monkeypatch.setattr(kinechain, "capture", capture)
    monkeypatch.setattr(kinechain, "read_motion", read_motion)
    film_block, clips_block, marker_block = re.findall(
        r"```python\n(.*?)```", read("README.md"), flags=re.DOTALL
    )
    names: dict[str, object] = {}
    exec(film_block, names)
    assert "walking_speed" in capsys.readouterr().out
    assert names["plan"] is not None
    exec(clips_block, names)
    assert isinstance(names["walk"], Walk)
    assert {m.measure for m in names["walk"].measurements if m.value} >= {"walking_speed", "step_width"}
    exec(marker_block, names)
    assert isinstance(names["walk"], Walk)
    assert any(m.measure == "walking_speed" and m.value for m in names["walk"].measurements)


def test_the_package_shows_the_same_python() -> None:
    shown = [line.strip() for line in (kinechain.__doc__ or "").splitlines() if line.startswith("    ")]
    assert len(shown) >= 6
    readme = read("README.md")
    assert all(f"\n{line}\n" in readme for line in shown)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_document_says_what_kinechain_never_says(document: str) -> None:
    assert not load().wording.offences(read(document))


def test_the_readme_says_what_every_report_says() -> None:
    words = " ".join(read("README.md").split())
    wording = load().wording
    assert all(" ".join(line.split()) in words for line in (wording.scope, wording.disclaimer))


def texts() -> list[Path]:
    """Every text of the project but the licences."""
    listed = [
        path for name in ("src", "tests", "benchmarks", "docs", ".ci") for path in (ROOT / name).rglob("*")
    ]
    listed += [path for path in ROOT.iterdir() if path.suffix in TEXT and path.name != "LICENSE"]
    return [
        path
        for path in listed
        if path.is_file()
        and path.suffix in TEXT
        and not {"licences", "__pycache__"} & set(path.parts)
        and not any(part.endswith("_cache") for part in path.parts)
    ]


def test_no_text_names_a_registry_or_a_place_outside() -> None:
    found = []
    for path in texts():
        content = path.read_text(encoding="utf-8")
        place = path.relative_to(ROOT)
        words = REGISTRIES + (ELSEWHERE if place.parts[0] not in {"tests", "benchmarks"} else ())
        found += [f"{place}: {word}" for word in words if re.search(rf"{re.escape(word)}(?!flow)", content)]
    assert not found


def test_figures_in_the_readme_are_those_of_the_benchmarks() -> None:
    script = (
        "from fill_readme import README, filled; text = README.read_text(encoding='utf-8');"
        " raise SystemExit(filled(text) != text)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT / "benchmarks", check=False)
    assert done.returncode == 0, "run: python benchmarks/fill_readme.py"


def test_the_picture_is_there_and_not_heavy() -> None:
    assert 10_000 < (ROOT / "docs" / "report.webp").stat().st_size < 400_000
