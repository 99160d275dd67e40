"""Make what the README shows from real runs on the sample walk: its picture and its examples' output.

An example is a line ``<!-- output: COMMAND -->``; what the command says is put between it and the next
``<!-- /output -->``, of which ``<!-- output: COMMAND; 12 lines -->`` keeps the first twelve. The sample walk
stands in for walk.mp4. Needs a Chromium on the PATH for the picture.

    python docs/renew.py
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from kinechain.demo import sample_video

DOCS = Path(__file__).parent
README = DOCS.parent / "README.md"
PICTURE = DOCS / "report.webp"
WIDTH = 1280
QUALITY = 80
# The first of the report, down to the end of this.
LAST_SHOWN = "#film .strip"
MARGIN = 24
EXAMPLE = re.compile(
    r"(<!-- output: kinechain (?P<arguments>[^;]+?)(?:; (?P<lines>\d+) lines)? -->\n).*?(<!-- /output -->)",
    re.DOTALL,
)


def main() -> None:
    """Run it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(sample_video(), folder / "walk.mp4")
        run("demo --report demo.html", folder)
        take_picture(folder / "demo.html")

        def renewed(example: re.Match[str]) -> str:
            lines = [line.rstrip() for line in run(example["arguments"], folder).rstrip().splitlines()]
            kept = lines[: int(example["lines"])] if example["lines"] else lines
            left_out = ["..."] if len(kept) < len(lines) else []
            return "\n".join([f"{example[1]}```text", *kept, *left_out, f"```\n{example[4]}"])

        text = EXAMPLE.sub(renewed, README.read_text(encoding="utf-8"))
    README.write_text(text, encoding="utf-8", newline="\n")


def run(arguments: str, folder: Path) -> str:
    """What a command says, results and notes together."""
    done = subprocess.run(
        [sys.executable, "-m", "kinechain.cli", *arguments.replace('"', "").split()],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    return done.stdout


def take_picture(report: Path) -> None:
    """The first of a report, as it looks on a light screen."""
    from playwright.sync_api import sync_playwright

    arguments = ["--disable-gpu", "--hide-scrollbars", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        page = browser.new_page(
            viewport={"width": WIDTH, "height": 900}, color_scheme="light", reduced_motion="reduce"
        )
        page.goto(report.as_uri())
        box = page.locator(LAST_SHOWN).bounding_box()
        if box is None:
            sys.exit(f"the report shows no {LAST_SHOWN}")
        height = box["y"] + box["height"] + MARGIN
        shot = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": WIDTH, "height": height})
        browser.close()
    Image.open(io.BytesIO(shot)).convert("RGB").save(PICTURE, quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
