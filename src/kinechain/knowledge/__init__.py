"""What is known, as data: measures, norms, links, claims, exercises, red flags, sources.

A clinician reads and corrects the YAML files in this folder; `load` refuses what does not hold together.
"""

from kinechain.knowledge.error import measurement_sd
from kinechain.knowledge.library import Knowledge
from kinechain.knowledge.load import load, load_from
from kinechain.knowledge.measure import Measure
from kinechain.knowledge.verdict import judge, judge_all, judge_sides, personal_norm, why_no_norm

__all__ = [
    "Knowledge", "Measure", "judge", "judge_all", "judge_sides", "load", "load_from", "measurement_sd",
    "personal_norm", "why_no_norm",
]  # fmt: skip
