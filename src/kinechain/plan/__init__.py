"""From a trace to a plan: exercises with dose and stop rules, advice, re-test, whom to see."""

from kinechain.plan.making import make_plan

__all__ = ["make_plan"]
