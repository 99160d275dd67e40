"""Headless Chromium for tests: opens a page, keeps what it said and asked for, and runs axe on it.

Needs a Chromium on the PATH; tests that need one are skipped without. The browser is driven by
Playwright, whose own download is not used; axe-core is the copy inside `axe-playwright-python`.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
Scheme = Literal["light", "dark"]


@dataclass
class OpenPage:
    """A Playwright page, with every console message and script error, and every address it asked for."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def chromium() -> str:
    """Where Chromium is; skips the test where there is none."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        pytest.skip(f"no Chromium on the PATH (looked for {', '.join(NAMES)})")
    pytest.importorskip("playwright", reason="Playwright is not installed")
    return found


@contextmanager
def running_browser() -> Iterator[Any]:
    """A headless Chromium. Its sandbox is off where the tests run as root, since it refuses root with it."""
    executable = chromium()
    from playwright.sync_api import sync_playwright

    arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_page(
    browser: Any, file: Path, *, width: int = 1280, scheme: Scheme = "light", calm: bool = True
) -> Iterator[OpenPage]:
    """The file in a fresh window `width` pixels wide. `calm` asks for reduced motion."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce" if calm else "no-preference",
    )
    opened = OpenPage(context.new_page())
    opened.page.on("console", lambda message: opened.said.append(message.text))
    opened.page.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.page.on("request", lambda request: opened.asked.append(request.url))
    try:
        opened.page.goto(file.as_uri())
        opened.page.wait_for_load_state("load")
        yield opened
    finally:
        context.close()


def axe_violations(opened: OpenPage) -> list[str]:
    """What axe finds wrong, one line a place: rule, element, what to do."""
    opened.page.evaluate(_axe_script())
    found = opened.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@cache
def _axe_script() -> str:
    pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
