"""`Knowledge`: everything in ``knowledge/*.yaml``, whole and checked."""

from collections.abc import Mapping

from kinechain.errors import KnowledgeError
from kinechain.knowledge.claim import Claim
from kinechain.knowledge.condition import Condition, Explanation
from kinechain.knowledge.entry import Entry
from kinechain.knowledge.exercise import ExerciseEntry
from kinechain.knowledge.fact_question import FactQuestion
from kinechain.knowledge.guided_test import GuidedTest
from kinechain.knowledge.left_out import LeftOut
from kinechain.knowledge.limit import Limit
from kinechain.knowledge.link import Grade, GradeOfEvidence, Link, PainRegion
from kinechain.knowledge.measure import Measure
from kinechain.knowledge.movement_break import MovementBreak
from kinechain.knowledge.norm_curve import NormCurve
from kinechain.knowledge.referral import Referral
from kinechain.knowledge.safety import Level, LevelOfUrgency, RedFlag
from kinechain.knowledge.shoe_advice import ShoeAdvice
from kinechain.knowledge.short_term_help import ShortTermHelp
from kinechain.knowledge.source import Source
from kinechain.knowledge.stop_rule import StopRules
from kinechain.knowledge.walking_cue import WalkingCue
from kinechain.knowledge.wording import Wording
from kinechain.measurement import Activity


class Knowledge(Entry):
    """What is known, as data. Every mapping goes from id to entry, in the order of the file."""

    sources: Mapping[str, Source]
    measures: Mapping[str, Measure]
    norm_curves: Mapping[str, NormCurve]
    left_out: Mapping[str, LeftOut]
    regions: Mapping[str, PainRegion]
    grades: Mapping[Grade, GradeOfEvidence]
    conditions: Mapping[str, Condition]
    explanations: Mapping[str, Explanation]
    links: Mapping[str, Link]
    claims: Mapping[str, Claim]
    exercises: Mapping[str, ExerciseEntry]
    shoe_advice: Mapping[str, ShoeAdvice]
    cues: Mapping[str, WalkingCue]
    breaks: Mapping[str, MovementBreak]
    short_term_help: Mapping[str, ShortTermHelp]
    limits: Mapping[str, Limit]
    referrals: Mapping[str, Referral]
    tests: Mapping[str, GuidedTest]
    questions: Mapping[str, FactQuestion]
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

    def flags_for(self, region: str | None = None, age_years: float | None = None) -> dict[str, RedFlag]:
        """The questions to ask of everybody, and of somebody with pain in `region` when it is given.

        Questions for some ages only are left out where the age is known to be another.
        """
        flags = self.red_flags.items()
        return {flag_id: flag for flag_id, flag in flags if flag.is_asked(region, age_years)}

    def links_to(self, region: str) -> dict[str, Link]:
        """The links that end at pain in that region."""
        return {link_id: link for link_id, link in self.links.items() if link.to_region == region}
