"""The report put together: every section from its own module, through the templates, into one page."""

import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kinechain.capture.film import Film
from kinechain.case import Case, Pain
from kinechain.gait.walk import Walk
from kinechain.measurement import Measurement
from kinechain.plan.plan import Plan
from kinechain.reasoning.trace import RegionTrace, Trace
from kinechain.report import number_format, plain_words
from kinechain.report.chain_figure import ChainFigure, chain_figure
from kinechain.report.claim_table import claim_table
from kinechain.report.contributor_card import (
    ContributorCard,
    ExplanationCard,
    contributor_cards,
    explanation_cards,
    unseen_words,
)
from kinechain.report.done_test import done_tests, is_of_a_test
from kinechain.report.evidence_words import LEAST_SHOWN, LEVEL_WORDS
from kinechain.report.film_player import film_player, frames_json
from kinechain.report.flag_answer import flag_answers
from kinechain.report.glance import GlanceGroup, glance
from kinechain.report.headline import Headline, measured_headline, region_headline, why_unmeasured
from kinechain.report.joint_load_table import load_rows
from kinechain.report.known_vocabulary import known_vocabulary
from kinechain.report.link_row import LinkRow, less_likely_links, unsupported_links
from kinechain.report.measured_part import measured_parts
from kinechain.report.measurement_table import NormNotes, untold_reasons
from kinechain.report.method_note import about_errors, cannot_see, method_facts
from kinechain.report.next_test_card import next_test_cards
from kinechain.report.not_asked import not_asked
from kinechain.report.page_security import content_security_policy
from kinechain.report.pain_fold import FOLDED_FROM, one_line
from kinechain.report.plan_page import date_words, plan_page
from kinechain.report.routes import Pulls
from kinechain.report.source_list import SourceList
from kinechain.report.stride_chart import curve_credits, stride_charts
from kinechain.report.vocabulary import Vocabulary

_TEMPLATE_FOLDER: Final = "templates"


@dataclass(frozen=True, slots=True)
class RegionStory:
    """Everything the report says about one pain region; `key` is unique on the page, `line` the shortest."""

    key: str
    region: str
    pain: str
    pain_name: str
    line: str
    headline: Headline
    glance: tuple[GlanceGroup, ...]
    figure: ChainFigure
    contributors: tuple[ContributorCard, ...]
    less_likely: tuple[LinkRow, ...]
    unsupported: tuple[LinkRow, ...]
    explanations: tuple[ExplanationCard, ...]
    unseen: str
    film_limit: str


def render_report(
    *,
    walk: Walk | None,
    film: Film | None,
    trace: Trace | None,
    plan: Plan | None,
    case: Case,
    now: datetime | None = None,
    words: Vocabulary | None = None,
) -> str:
    """The whole report as one HTML page that loads nothing.

    `now` dates the report and its re-test (the present moment if None). A red-flag stop in `trace`
    leaves nothing on the page but its advice.
    """
    said = known_vocabulary(case.person) if words is None else words
    moment = now or datetime.now(UTC).astimezone()
    style, script = _inlined("report.css"), _inlined("report.js")
    shared = {
        "policy": content_security_policy(style, script),
        "style": Markup(style),  # noqa: S704 -- our own files, not a user's text
        "script": Markup(script),  # noqa: S704
        "made": date_words(moment.date()),
        "versions": _versions(),
        "disclaimer": said.disclaimer,
    }
    if trace is not None and trace.stop is not None:
        return (
            _environment()
            .get_template("stop.html.j2")
            .render(stop=trace.stop, answers=flag_answers(trace.stop, case, said), **shared)
        )
    sections = _sections(walk=walk, film=film, trace=trace, plan=plan, case=case, moment=moment, words=said)
    return _environment().get_template("report.html.j2").render(**sections, **shared)


def _sections(
    *,
    walk: Walk | None,
    film: Film | None,
    trace: Trace | None,
    plan: Plan | None,
    case: Case,
    moment: datetime,
    words: Vocabulary,
) -> dict[str, object]:
    sources = SourceList(words)
    stories = _stories(trace, case, words, sources)
    sections: dict[str, object] = {
        "stories": stories,
        "folded": len(stories) >= FOLDED_FROM,
        "measured_headline": None if stories else measured_headline(walk),
        "questions": _questions(case, words),
        "level_words": LEVEL_WORDS,
        "least_shown": LEAST_SHOWN,
        **_of_the_walk(walk, film, words, sources),
        **_of_the_measurements(walk, trace, words),
        **_of_the_tests(trace, case, words, sources),
        "sheet": plan_page(plan, words, sources, moment.date()) if plan else None,
        "warnings": tuple(
            dict.fromkeys((*(walk.warnings if walk else ()), *(trace.warnings if trace else ())))
        ),
    }
    sources.fold()
    claims = claim_table(words.claims, _places(case, walk), sources) if stories else None
    return sections | {"claims": claims, "sources": sources.listed()}


def _of_the_walk(
    walk: Walk | None, film: Film | None, words: Vocabulary, sources: SourceList
) -> dict[str, object]:
    """How it was recorded, what the film shows, and what that cannot."""
    return {
        "measured_kicker": "Standing" if walk and walk.source.kind == "photo" else "Walking",
        "unmeasured": why_unmeasured(walk),
        "player": film_player(film, walk.events if walk else ()) if film else None,
        "player_seen": walk is not None and walk.source.kind == "video",
        "first_of_clips": walk.source.file if walk and walk.more_sources else "",
        "credits": curve_credits(walk.curves, words, sources) if walk else (),
        "charts": stride_charts(walk.curves, words, _foot_off(walk.measurements)) if walk else (),
        "load_rows": load_rows(walk.loads) if walk else (),
        "untold": untold_reasons(walk.measurements if walk else (), words),
        "advice": walk.advice if walk else (),
        "cannot_see": cannot_see(walk),
        "facts": method_facts(walk) if walk else (),
        "about_errors": about_errors(walk),
    }


def _of_the_measurements(walk: Walk | None, trace: Trace | None, words: Vocabulary) -> dict[str, object]:
    """The values of the walk and those by hand that no guided test gave."""
    by_hand = [m for m in (trace.by_hand if trace else ()) if not is_of_a_test(m, words)]
    notes = NormNotes()
    parts = measured_parts((*(walk.measurements if walk else ()), *by_hand), words, notes)
    return {
        "parts": parts,
        "some_say_little": any(row.says_little for part in parts for row in part.rows),
        "norm_notes": notes.listed(),
    }


def _of_the_tests(
    trace: Trace | None, case: Case, words: Vocabulary, sources: SourceList
) -> dict[str, object]:
    """What to ask and test next, and what the tests showed that were done."""
    return {
        "next_tests": next_test_cards(trace, words, sources) if trace else (),
        "unasked": not_asked(trace) if trace else (),
        "done_tests": done_tests(trace.by_hand, case.person, words, sources) if trace else (),
    }


def _places(case: Case, walk: Walk | None) -> tuple[str, ...]:
    """What the articles are asked about: where it hurts and, where there is a walk, walking."""
    walking = ("gait",) if walk is not None and walk.events else ()
    return (*(pain.region for pain in case.pain), *walking)


def _stories(
    trace: Trace | None, case: Case, words: Vocabulary, sources: SourceList
) -> tuple[RegionStory, ...]:
    """One story for each region of the trace; a region that hurts twice (both knees) has two."""
    stories: list[RegionStory] = []
    for region in trace.regions if trace else ():
        before = sum(story.region == region.region for story in stories)
        stories.append(_story(region, before, _told(region, before, case), words.pulls, sources))
    return tuple(stories)


def _told(region: RegionTrace, before: int, case: Case) -> Pain | None:
    """The pain of the case that a region answers: the one at its side, else the next of that region."""
    same = [pain for pain in case.pain if pain.region == region.region]
    at_side = [pain for pain in same if region.side and pain.side == region.side]
    return next(iter(at_side or same[before:]), None)


def _story(
    region: RegionTrace, before: int, told: Pain | None, pulls: Pulls, sources: SourceList
) -> RegionStory:
    side = region.side or (told.side if told else None)
    name = plain_words.pain_name(region.region, side)
    return RegionStory(
        key=f"{region.region}-{before + 1}" if before else region.region,
        region=region.region,
        pain=plain_words.pain_line(told) if told else plain_words.sentence(name),
        pain_name=name,
        line=one_line(region),
        headline=region_headline(region),
        glance=glance(region),
        figure=chain_figure(region, pulls),
        contributors=contributor_cards(region, sources, pulls),
        less_likely=less_likely_links(region, sources),
        unsupported=unsupported_links(region, sources),
        explanations=explanation_cards(region, sources),
        unseen=unseen_words(region.unseen),
        film_limit=region.film_limit,
    )


def _questions(case: Case, words: Vocabulary) -> tuple[object, ...] | None:
    """The red-flag questions still to be asked; None once they were."""
    if case.red_flags is not None:
        return None
    return words.red_flag_questions(tuple(p.region for p in case.pain))


def _foot_off(measurements: tuple[Measurement, ...]) -> float | None:
    """When the foot leaves the floor, in percent of the stride, from the share of stance."""
    shares = [m.value for m in measurements if m.measure == "stance_share" and m.value is not None]
    return sum(shares) / len(shares) if shares else None


def _versions() -> str:
    try:
        own = version("kinechain")
    except PackageNotFoundError:
        own = "not installed"
    return f"kinechain {own}, Python {platform.python_version()}"


@cache
def _inlined(name: str) -> str:
    text = (files("kinechain.report") / _TEMPLATE_FOLDER / name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kinechain.report", _TEMPLATE_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["sentence"] = plain_words.sentence
    environment.filters["frames_json"] = frames_json
    environment.filters["readable"] = plain_words.readable
    environment.filters["sentences"] = plain_words.sentences
    environment.filters["lowered"] = plain_words.lowered
    environment.filters["gap"] = number_format.with_gap
    return environment
