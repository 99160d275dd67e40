"""The written cases of tests/cases, and all that a person gets for each: the JSON and the page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

from kinechain.case import Case, load_case
from kinechain.knowledge import load
from kinechain.plan import make_plan
from kinechain.plan.to_json import trace_json
from kinechain.reasoning import trace
from kinechain.reasoning.ask import Ask, enough, next_asks
from kinechain.report.render_report import render_report

FILES = sorted((Path(__file__).parent / "cases" / "written").glob("*.yaml"))
FIRST_DAY = date(2026, 1, 5)
NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)

INSIDE_A_SENTENCE = {
    "b",
    "em",
    "i",
    "strong",
    "span",
    "abbr",
    "sub",
    "sup",
    "small",
    "q",
    "tspan",
    "time",
    "wbr",
}
"""Elements that do not end a sentence; after any other another text begins."""
SPOKEN = {"alt", "title", "aria-label", "placeholder"}
"""Attributes that are shown or read out."""
NOT_SHOWN = {"script", "style"}
ARTICLES_SAY = "articles say"


def written(path: Path) -> dict[str, Any]:
    """One file of `written/`."""
    entry: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return entry


def case_of(entry: dict[str, Any], folder: Path) -> Case:
    """The case, read as from a file of its own. Raises `InputError` where it is no good."""
    file = folder / "case.yaml"
    file.write_text(yaml.safe_dump(entry["case"]), encoding="utf-8")
    return load_case(file)


@dataclass(frozen=True)
class Shown:
    """What a person gets for a case. `page` is the report's text, one piece of it after another."""

    json: dict[str, Any]
    page: tuple[str, ...]
    asks: tuple[Ask, ...]
    enough: str | None

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text of the JSON and of the page in our own words. Titles of papers are their authors', and
        what the articles say is theirs.
        """
        own = (without_quotes(text) for text in (*texts(self.json), *self.page))
        return tuple(text for text in own if text and not text.startswith(citations()))


@cache
def without_quotes(text: str) -> str:
    """The text without statements of the articles: at its beginning, or where it says that they say them."""
    if not text.startswith(tuple(quotes())) and ARTICLES_SAY not in text:
        return text
    for quote in quotes():
        text = text.replace(quote, " ... ")
    return " ".join(text.split())


@cache
def quotes() -> frozenset[str]:
    """What is reported as the articles' own."""
    knowledge = load()
    said = (test.instead_of.said for test in knowledge.tests.values() if test.instead_of)
    return frozenset({claim.claim for claim in knowledge.claims.values()} | set(said))


@cache
def citations() -> tuple[str, ...]:
    """How the sources are cited."""
    return tuple(source.citation for source in load().sources.values())


@cache
def shown(case: Case) -> Shown:
    """What ``kinechain trace`` and its report show, and what would be asked next. Raises `InputError`."""
    result = trace(case)
    plan = make_plan(result, case, FIRST_DAY)
    page = render_report(walk=None, film=None, trace=result, plan=plan, case=case, now=NOW)
    answer = trace_json(result, plan, (), result.warnings)
    return Shown(answer, page_texts(page), next_asks(case), enough(case))


def texts(content: object) -> Iterator[str]:
    """Every text in a JSON object; names of fields are none."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from texts(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from texts(value)


def page_texts(page: str) -> tuple[str, ...]:
    """What a page shows or has read out, without its marks."""
    reader = _Reader()
    reader.feed(page)
    reader.end_piece()
    return tuple(reader.pieces)


class _Reader(HTMLParser):
    """Collects the texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._now = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INSIDE_A_SENTENCE:
            self.end_piece()
        self._hidden += tag in NOT_SHOWN
        self.pieces += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        if tag not in INSIDE_A_SENTENCE:
            self.end_piece()
        self._hidden -= tag in NOT_SHOWN

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._now += data

    def end_piece(self) -> None:
        # A line break of the template is a blank to the reader; two blanks in a line would be a fault.
        piece = re.sub(r"[ \t]*\n\s*", " ", self._now).strip(" \t\n")
        if piece:
            self.pieces.append(piece)
        self._now = ""
