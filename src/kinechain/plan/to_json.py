"""A trace, its plan and its measurements as one JSON object, schema ``kinechain.trace/1``.

The shape is a public contract. Beyond it, regions also carry `side` and `film_limit`, contributors `name`,
`likelihood_ratio`, `would_change` and `sources`, explanations `name`, `sources` and `asked`, exercises
everything a person needs, and the re-test the smallest changes that are more than noise. `no_figure` marks
what is only named: nothing gathered supports a figure for it, and its probability of 0 is no finding.

Of a plan: `dose` holds numbers, `rules` are the rules of `progression` and `regression` as a machine applies
them, `days` the days of the week counted from `start`, `first` what is to be read before anything else.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinechain.knowledge.dose_rule import Progression, Regression
    from kinechain.measurement import Measurement
    from kinechain.plan.plan import Plan
    from kinechain.reasoning.trace import (
        Contributor,
        RegionTrace,
        Stop,
        Trace,
        UsualExplanation,
    )

SCHEMA = "kinechain.trace/1"


def trace_json(
    trace: Trace,
    plan: Plan | None,
    measurements: Sequence[Measurement] = (),
    warnings: Sequence[str] = (),
) -> dict[str, Any]:
    """The whole answer, ready for `json.dumps`. `measurements` and `warnings` of the film come before the
    trace's own, each warning once.
    """
    return {
        "schema": SCHEMA,
        "stop": _stop(trace.stop),
        "regions": [_region(region) for region in trace.regions],
        "next_tests": [asdict(test) for test in trace.next_tests],
        "plan": None if plan is None else plan_json(plan),
        "measurements": [asdict(measurement) for measurement in (*measurements, *trace.by_hand)],
        "warnings": list(dict.fromkeys([*warnings, *trace.warnings])),
    }


def plan_json(plan: Plan) -> dict[str, Any]:
    """A plan as JSON."""
    return {
        "first": list(plan.first),
        "exercises": [_exercise(plan, index) for index in range(len(plan.exercises))],
        "shoes": list(plan.shoes),
        "habits": list(plan.habits),
        "breaks": [asdict(each) for each in plan.breaks],
        "short_term_help": list(plan.short_term),
        "stop_rules": list(plan.stop_rules),
        "retest": {
            "after_days": plan.retest.after_days,
            "measures": list(plan.retest.measures),
            "smallest_changes": [asdict(change) for change in plan.retest.smallest_changes],
            "measure_now": list(plan.retest.measure_now),
        },
        "see_a_clinician": plan.see_a_clinician,
        "see": [{**asdict(each), "on": each.on.isoformat()} for each in plan.see],
        "left_out": [asdict(each) for each in plan.left_out],
        "start": None if plan.start is None else plan.start.isoformat(),
        "review": None if plan.review is None else plan.review.isoformat(),
        "minutes_per_day": plan.minutes_per_day,
        "fullest_day_minutes": plan.day_minutes,
    }


def _stop(stop: Stop | None) -> dict[str, Any] | None:
    if stop is None:
        return None
    return {"level": stop.level, "flags": list(stop.flags), "advice": stop.advice}


def _region(region: RegionTrace) -> dict[str, Any]:
    return {
        "region": region.region,
        "side": region.side,
        "contributors": [_contributor(each) for each in region.contributors],
        "usual_explanations": [_explanation(each) for each in region.usual_explanations],
        "unseen": region.unseen,
        "film_limit": region.film_limit or None,
    }


def _contributor(contributor: Contributor) -> dict[str, Any]:
    return {
        "id": contributor.id,
        "name": contributor.name,
        "link": contributor.link,
        "side": contributor.side,
        "probability": contributor.probability,
        "interval": list(contributor.interval),
        "direct": contributor.direct,
        "through": contributor.through,
        "moved_by": [asdict(each) for each in contributor.moved_by],
        "evidence": contributor.evidence,
        "likelihood_ratio": contributor.likelihood_ratio,
        "no_figure": contributor.no_figure,
        "because": list(contributor.because),
        "would_change": contributor.would_change,
        "sources": list(contributor.sources),
        "modifiable": contributor.modifiable,
    }


def _explanation(explanation: UsualExplanation) -> dict[str, Any]:
    return {
        "id": explanation.id,
        "name": explanation.name,
        "probability": explanation.probability,
        "interval": list(explanation.interval),
        "asked": explanation.asked,
        "no_figure": explanation.no_figure,
        "moved_by": [asdict(each) for each in explanation.moved_by],
        "because": list(explanation.because),
        "sources": list(explanation.sources),
    }


def _exercise(plan: Plan, index: int) -> dict[str, Any]:
    exercise = plan.exercises[index]
    days = plan.week[index] if index < len(plan.week) else ()
    return {
        "id": exercise.id,
        "name": exercise.name,
        "for": list(exercise.for_),
        "why": exercise.why,
        "steps": list(exercise.steps),
        "form": exercise.form or None,
        "dose": {
            **exercise.dose.model_dump(),
            "weeks": list(exercise.weeks),
            "session_minutes": round(exercise.dose.session_minutes, 1),
            "basis": exercise.dose_basis or None,
        },
        "days": list(days),
        "progression": list(exercise.progression),
        "regression": list(exercise.regression),
        "rules": {
            "progression": [_rule(rule) for rule in exercise.grows],
            "regression": [_rule(rule) for rule in exercise.shrinks],
        },
        "not_if": list(exercise.not_if),
        "weeks_to_effect": list(exercise.weeks_to_effect),
        "gentler": exercise.gentler,
        "evidence": exercise.evidence,
        "evidence_for": [asdict(each) for each in exercise.grades],
        "sources": list(exercise.sources),
    }


def _rule(rule: Progression | Regression) -> dict[str, Any]:
    """A rule as exercises.yaml writes it."""
    return rule.model_dump(by_alias=True, exclude_none=True, mode="json")
