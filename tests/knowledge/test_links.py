"""The links: all that were collected, none stronger than its evidence, and pulls only a chain can have."""

import math
import re
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from scipy.stats import multivariate_normal, norm

from kinechain.errors import KnowledgeError
from kinechain.knowledge import load, load_from
from kinechain.knowledge.entry import ChainLink
from kinechain.knowledge.link import LARGEST_PULL, Link
from kinechain.knowledge.load import FILES, FOLDER
from kinechain.knowledge.pulls import FROM_THE_GROUND_UP, MOST_PARENTS, pulls

COLLECTED = {f"L{number:02d}" for number in range(1, 52)}

NEUTRAL_IN_THE_COLLECTION = {
    "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L10", "L11", "L15", "L16", "L17", "L22", "L23",
    "L24", "L26", "L32", "L36", "L37", "L39", "L43", "L49", "L50",
}  # fmt: skip
LARGEST_IN_THE_COLLECTION = {
    "L13": 1.3, "L14": 1.3, "L18": 1.6, "L19": 1.3, "L21": 1.3, "L25": 1.2, "L29": 1.1, "L30": 1.1,
    "L31": 1.2, "L33": 1.2, "L34": 1.2, "L38": 2.0, "L40": 1.5, "L42": 1.1, "L47": 2.0, "L48": 1.1,
    "L51": 1.3,
}  # fmt: skip
CONTRADICTED_IN_THE_COLLECTION = {"L01", "L13", "L24", "L26", "L32"}

NODES = 4
"""The exact network joins at most this many parents to a condition, each side counted."""


def links() -> dict[str, Link]:
    return dict(load().links)


def test_all_fifty_one_links_of_the_collection_are_there_and_no_invented_one() -> None:
    named = {link.evidence_id for link in links().values()}
    assert named - {"none"} == COLLECTED


def test_what_the_collection_calls_neutral_stays_neutral() -> None:
    for link_id, link in links().items():
        if link.evidence_id in NEUTRAL_IN_THE_COLLECTION:
            assert link.likelihood_ratio == 1.0, link_id


def test_no_link_is_stronger_than_the_collection_suggests() -> None:
    for link_id, link in links().items():
        assert link.likelihood_ratio <= LARGEST_IN_THE_COLLECTION.get(link.evidence_id, 2.5), link_id


def test_contradicted_links_stay_visible_as_such_with_how_sure_that_is() -> None:
    found = {link.evidence_id for link in links().values() if link.evidence == "contradicted"}
    assert found >= CONTRADICTED_IN_THE_COLLECTION
    for link_id, link in links().items():
        assert (link.evidence == "contradicted") == bool(link.certainty_of_contradiction), link_id


def test_hip_weakness_before_knee_pain_is_contradicted_and_neutral() -> None:
    link = links()["hip_strength_to_knee"]
    assert (link.evidence, link.likelihood_ratio) == ("contradicted", 1.0)


def test_a_link_of_no_source_is_very_weak_and_neutral() -> None:
    for link_id, link in links().items():
        if link.status == "none":
            assert link.evidence == "very_low", link_id
            assert link.likelihood_ratio == 1.0, link_id
        else:
            assert link.sources, link_id


def test_the_line_a_person_reads_says_the_ratio_and_whose_it_is() -> None:
    for link_id, link in links().items():
        if link.to_region is None and link.likelihood_ratio == 1.0:
            continue
        if link.lr_basis == "neutral":
            assert re.search(r"likelihood ratio 1\b", link.because), link_id
        else:
            assert f"{link.likelihood_ratio:.1f}" in link.because, link_id
            whose = {"engineering": "our estimate", "derived": "we derive"}[link.lr_basis]
            assert whose in link.because, link_id


PUBLISHED_RATIOS = {
    "sleep_to_neck": 1.4,
    "sleep_to_low_back": 1.52,
    "sleep_to_headache": 1.4,
    "heavy_arm_work_to_shoulder": 2.0,
    "injury_to_neck": 2.3,
    "injury_to_knee": 2.83,
}
"""Odds and risk ratios as published; the links are derived from them."""


@pytest.mark.parametrize("link_id", PUBLISHED_RATIOS)
def test_a_derived_ratio_is_the_published_one_computed_again(link_id: str) -> None:
    link, published = links()[link_id], PUBLISHED_RATIOS[link_id]
    assert link.from_explanation is not None
    exposed = load().explanations[link.from_explanation].prior.probability
    ratio = published / (1 + exposed * (published - 1))
    assert link.lr_basis == "derived"
    assert link.likelihood_ratio == math.floor(10 * ratio) / 10
    assert str(published) in link.effect


def test_every_derived_ratio_is_computed_here_or_says_from_what() -> None:
    derived = {name for name, link in links().items() if link.lr_basis == "derived"}
    assert derived - set(PUBLISHED_RATIOS) == {"low_activity_to_neck"}


# --- pulls along the chain ----------------------------------------------------------------------------------


def over_chance(both_present: float, prior: float = float(norm.cdf(-1))) -> float:
    """The noisy-OR weight by which the second, where the first is present, exceeds what it is without."""
    without = (prior - prior * both_present) / (1 - prior)
    return 1 - (1 - both_present) / (1 - without)


def pull_by_the_rule(weight: float, link: Link) -> float:
    return math.floor(100 * weight * load().grades[link.evidence].causal_share) / 100


def test_the_ankle_pulls_on_the_hip_as_its_correlation_says() -> None:
    link = links()["ankle_to_hip_extension"]
    low = float(norm.cdf(-1))
    both = multivariate_normal.cdf([-1, -1], mean=[0, 0], cov=[[1, 0.281], [0.281, 1]])
    assert link.pull == pull_by_the_rule(over_chance(both / low), link)


def test_the_ankle_pulls_on_the_knee_as_its_likelihood_ratio_says() -> None:
    link = links()["ankle_to_knee_turning_in"]
    odds = link.likelihood_ratio * 0.16 / 0.84
    assert link.pull == pull_by_the_rule(over_chance(odds / (1 + odds), 0.16), link)


def test_the_foot_pulls_on_the_pelvis_by_a_degree_and_a_half_of_five() -> None:
    link = links()["foot_to_pelvis"]
    moved, unmoved = norm.cdf(-1 + 1.5 / 5), norm.cdf(-1)
    assert link.pull == pull_by_the_rule(float(1 - (1 - moved) / (1 - unmoved)), link)


def test_every_pull_is_small_has_a_study_and_says_how_it_was_had() -> None:
    found = pulls(links())
    assert len(found) >= 6
    for link_id, link in found.items():
        assert 0 < link.pull <= LARGEST_PULL, link_id
        assert link.sources, link_id
        assert link.pull_from, link_id
        starts = {"engineering": "ours:", "derived": "computed:"}[link.pull_basis]
        assert link.pull_from.startswith(starts), link_id


def test_only_mechanics_pull_strongly() -> None:
    strong = {link_id for link_id, link in pulls(links()).items() if link.pull > 0.1}
    assert strong == {"stiff_sole_to_toe_bend", "leg_length_to_pelvis"}


def test_what_trials_could_not_show_pulls_nothing() -> None:
    for link_id in ("ankle_to_heel_rise", "ankle_and_hip_to_stride", "slow_walking_to_balance"):
        assert links()[link_id].pull == 0.0


def test_pulls_go_up_the_chain_in_no_circle_and_few_on_one() -> None:
    conditions = load().conditions
    order: tuple[ChainLink, ...] = FROM_THE_GROUND_UP
    parents = Counter(link.to_condition for link in pulls(links()).values())
    assert max(parents.values()) <= MOST_PARENTS
    nodes: Counter[str] = Counter()
    for link in pulls(links()).values():
        below, above = str(link.from_condition), str(link.to_condition)
        assert order.index(conditions[below].link) <= order.index(conditions[above].link)
        both_sides = conditions[below].sided and not conditions[above].sided
        nodes[above] += 2 if both_sides else 1
    assert max(nodes.values()) <= NODES


def refused(folder: Path, addition: str) -> str:
    """What the loader says of the knowledge with more links."""
    for name in FILES:
        shutil.copy(FOLDER / f"{name}.yaml", folder)
    path = folder / "links.yaml"
    path.write_text(path.read_text(encoding="utf-8") + addition, encoding="utf-8")
    with pytest.raises(KnowledgeError) as problem:
        load_from(folder)
    return str(problem.value)


def pulling(name: str, start: str, end: str, *, more: str = "  evidence: low\n", amount: float = 0.1) -> str:
    return (
        f"\n{name}:\n  evidence_id: none\n  from_condition: {start}\n  to_condition: {end}\n"
        f"  lr_basis: neutral\n  pull: {amount}\n  pull_basis: engineering\n"
        f"  pull_from: 'ours: a trial'\n{more}"
        "  effect: a trial\n  because: a trial\n  sources: [own_trials]\n  status: ours\n"
    )


def test_a_circle_of_pulls_is_refused(tmp_path: Path) -> None:
    ends = ("short_calf", "weak_calf", "poor_balance", "short_calf")
    names = ("round_one", "round_two", "round_three")
    circle = [pulling(name, *pair) for name, pair in zip(names, pairwise(ends), strict=True)]
    said = refused(tmp_path, "".join(circle))
    assert said.startswith("links.yaml, round_three")
    assert "circle" in said


def test_a_condition_does_not_pull_on_itself(tmp_path: Path) -> None:
    assert "circle" in refused(tmp_path, pulling("self_pull", "short_calf", "short_calf"))


def test_a_pull_down_the_chain_is_refused(tmp_path: Path) -> None:
    said = refused(tmp_path, pulling("down", "forward_head", "limited_ankle_dorsiflexion"))
    assert "down the chain" in said


def test_the_same_pull_twice_is_refused(tmp_path: Path) -> None:
    said = refused(tmp_path, pulling("again", "limited_ankle_dorsiflexion", "limited_hip_extension"))
    assert "already" in said


def test_a_fourth_parent_is_refused(tmp_path: Path) -> None:
    starts = ("stiff_sole", "worn_shoes", "big_toe_stiffness", "short_calf")
    said = refused(tmp_path, "".join(pulling(f"from_{each}", each, "forward_head") for each in starts))
    assert "more than 3 pull on forward_head" in said


def test_pulls_that_would_outgrow_the_prior_are_refused(tmp_path: Path) -> None:
    starts = (("one", "worn_shoes"), ("two", "stiff_sole"))
    strong = "".join(pulling(name, start, "uneven_shoulders", amount=0.5) for name, start in starts)
    said = refused(tmp_path, strong)
    assert "so much pulls on uneven_shoulders" in said
    assert "5%" in said


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("  evidence: contradicted\n  certainty_of_contradiction: low\n", "better studies"),
        ("  evidence: low\n  likelihood_ratio: 1.2\n", "neutral exactly"),
    ],
)
def test_a_pull_that_its_evidence_does_not_bear_is_refused(tmp_path: Path, more: str, says: str) -> None:
    assert says in refused(tmp_path, pulling("weak", "stiff_sole", "short_calf", more=more))


def test_a_pull_beyond_the_bound_is_refused(tmp_path: Path) -> None:
    assert "0.5" in refused(tmp_path, pulling("strong", "stiff_sole", "short_calf", amount=0.8))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("to_condition: short_calf", "to_region: foot", "only a link from a condition to a condition"),
        ("pull_basis: engineering", "pull_basis: neutral", "pull_basis is neutral exactly"),
        ("  pull_from: 'ours: a trial'\n", "", "say under pull_from"),
    ],
)
def test_a_pull_without_what_it_needs_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = pulling("part", "stiff_sole", "short_calf")
    assert old in text
    assert says in refused(tmp_path, text.replace(old, new))
