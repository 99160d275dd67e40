"""`Knowledge`: everything in ``knowledge/*.yaml``, whole and checked."""

from collections.abc import Mapping

from kinechain.errors import KnowledgeError
from kinechain.knowledge.claim import Claim
from kinechain.knowledge.condition import Condition, Explanation
from kinechain.knowledge.entry import Entry
from kinechain.knowledge.exercise import ExerciseEntry
from kinechain.knowledge.guided_test import GuidedTest
from kinechain.knowledge.link import Grade, GradeOfEvidence, Link, PainRegion
from kinechain.knowledge.measure import Measure
from kinechain.knowledge.norm_curve import NormCurve
from kinechain.knowledge.safety import Level, LevelOfUrgency, RedFlag, StopRules
from kinechain.knowledge.shoe_advice import ShoeAdvice
from kinechain.knowledge.source import Source
from kinechain.knowledge.wording import Wording
from kinechain.measurement import Activity


class Knowledge(Entry):
    """What is known, as data. Every mapping goes from id to entry, in the order of the file."""

    sources: Mapping[str, Source]
    measures: Mapping[str, Measure]
    norm_curves: Mapping[str, NormCurve]
    regions: Mapping[str, PainRegion]
    grades: Mapping[Grade, GradeOfEvidence]
    conditions: Mapping[str, Condition]
    explanations: Mapping[str, Explanation]
    links: Mapping[str, Link]
    claims: Mapping[str, Claim]
    exercises: Mapping[str, ExerciseEntry]
    shoe_advice: Mapping[str, ShoeAdvice]
    tests: Mapping[str, GuidedTest]
    red_flags: Mapping[str, RedFlag]
    levels: Mapping[Level, LevelOfUrgency]
    stop_rules: StopRules
    wording: Wording

    def measure(self, measure_id: str) -> Measure:
        """The measure of that name.

        Raises
        ------
        KnowledgeError
            When there is none.

        """
        if measure_id not in self.measures:
            raise KnowledgeError(f"measures.yaml has no measure {measure_id!r}")
        return self.measures[measure_id]

    def measures_of(self, activity: Activity) -> dict[str, Measure]:
        """The measures of walking, or of standing."""
        return {name: measure for name, measure in self.measures.items() if activity in measure.activities}

    def flags_for(self, region: str | None = None) -> dict[str, RedFlag]:
        """The questions to ask of everybody, and of somebody with pain in `region` when it is given."""
        return {flag_id: flag for flag_id, flag in self.red_flags.items() if flag.region in ("all", region)}

    def links_to(self, region: str) -> dict[str, Link]:
        """The links that end at pain in that region."""
        return {link_id: link for link_id, link in self.links.items() if link.to_region == region}
