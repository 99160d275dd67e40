import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from sample import (
    hostile,
    sample_case,
    sample_film,
    sample_measurements,
    sample_nine_pains,
    sample_plan,
    sample_stop,
    sample_trace,
    sample_two_pains,
    sample_vocabulary,
    sample_walk,
)

from kinechain.case import Case, Pain
from kinechain.errors import InputError
from kinechain.measurement import SIDES
from kinechain.plan.plan import SmallestChange
from kinechain.reasoning.trace import Stop
from kinechain.report import render_report, write_report
from kinechain.report.page_security import content_hash
from kinechain.report.vocabulary import Citation
from kinechain.report.write_report import write_whole

WORDS = sample_vocabulary()
PARTS: dict[str, Any] = {
    "walk": sample_walk(),
    "film": sample_film(20),
    "trace": sample_trace(),
    "plan": sample_plan(),
}


class Reader(HTMLParser):
    """Tags with attributes, open elements at the end, and the visible text."""

    VOID = frozenset({"meta", "link", "input", "img", "br", "hr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "script"}:
            self.text += data


def render(**parts: Any) -> str:
    whole: dict[str, Any] = {
        "walk": None,
        "film": None,
        "trace": None,
        "plan": None,
        "case": sample_case(),
        "words": WORDS,
    }
    return render_report(**(whole | parts))


@pytest.mark.parametrize("given", list(itertools.product((True, False), repeat=4)))
def test_any_part_may_be_missing(given: tuple[bool, ...]) -> None:
    parts = {name: value for (name, value), there in zip(PARTS.items(), given, strict=True) if there}
    reader = Reader(render(**parts))
    assert reader.open == []
    assert sum(tag == "h1" for tag, _ in reader.tags) == 1
    ids = [a["id"] for _, a in reader.tags if "id" in a]
    assert len(ids) == len(set(ids))
    targets = {a["href"] for tag, a in reader.tags if tag in {"a", "use"} and a["href"].startswith("#")}
    assert {t[1:] for t in targets} <= set(ids)


def test_both_knees_have_their_own_story() -> None:
    knees = tuple(replace(region, region="knee") for region in sample_trace().regions * 2)
    case = Case(pain=(Pain(region="knee", side="left"), Pain(region="knee", side="right")), red_flags=())
    reader = Reader(render(trace=replace(sample_trace(), regions=knees), case=case))
    ids = [a["id"] for _, a in reader.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert "The chain for the left knee pain" in reader.text
    assert "The chain for the right knee pain" in reader.text


def test_each_knee_is_told_beside_its_own_pain() -> None:
    knees = tuple(replace(sample_trace().regions[0], region="knee", side=side) for side in SIDES)
    pains = (Pain(region="knee", intensity=1), Pain(region="knee", side="right", intensity=7),
             Pain(region="knee", side="left", intensity=3))  # fmt: skip
    text = Reader(
        render(trace=replace(sample_trace(), regions=knees), case=Case(pain=pains, red_flags=()))
    ).text
    assert text.index("Left knee pain, 3 of 10") < text.index("Right knee pain, 7 of 10")
    assert "1 of 10" not in text.split("The chain")[0]


def test_a_film_that_moves_nothing_is_said_at_the_top_and_beside_the_contributors() -> None:
    limit = "What was recorded cannot change these probabilities."
    trace = replace(sample_trace(), regions=(replace(sample_trace().regions[0], film_limit=limit),))
    text = Reader(render(trace=trace, words=WORDS)).text
    assert limit in text.split("The chain for")[0]
    assert limit in text.split("Possible contributors, and why")[1]


def test_the_plan_says_which_change_is_noise() -> None:
    changes = (SmallestChange("neck_rotation_range", 6.9, "deg"),)
    retest = replace(sample_plan().retest, smallest_changes=changes)
    text = " ".join(Reader(render(plan=replace(sample_plan(), retest=retest))).text.split())
    assert ": a change smaller than 6.9° is noise. For the others, a change" in text


def test_the_legend_is_drawn_once_and_what_is_faint_is_folded() -> None:
    page = render(**{**PARTS, "trace": sample_two_pains()})
    text = " ".join(Reader(page).text.split())
    assert page.count('class="chain-legend"') == 1
    assert text.count("Outline: how the evidence stands") == 1
    assert text.count("Less likely 1 link, under 5 %") == 2
    assert text.count("No link of the chain reaches 5 % for this pain.") == 1
    assert text.count("None of them reaches 5 % here.") == 1
    assert text.count("These links are often named") == 1


def test_it_runs_without_pain_person_or_height() -> None:
    assert "This is how the walk measures." in render(walk=PARTS["walk"], case=Case())


def test_what_would_make_the_next_film_better_is_told_once_and_only_where_there_is_something() -> None:
    text = Reader(render(**PARTS)).text
    assert text.count("To make the next film better") == 1
    assert "Film from the side, square to the way: the camera stood about 14 degrees off" in text
    good = replace(sample_walk(), advice=())
    assert "next film" not in Reader(render(**{**PARTS, "walk": good})).text


def test_a_film_without_a_walk_says_so_at_the_top() -> None:
    run = "this is a run: at 166 steps a minute both feet are off the floor"
    untold = tuple(replace(m, value=None, sd=None, reason=run) for m in sample_walk().measurements)
    for trace in (PARTS["trace"], None):
        text = " ".join(
            Reader(render(walk=replace(sample_walk(), measurements=untold), trace=trace)).text.split()
        )
        assert "This is a run: at 166 steps a minute" in text.split("The chain for")[0].split("What this")[0]
    assert "Nothing was measured" not in Reader(render(**PARTS)).text


def test_several_clips_are_each_named_and_the_film_is_said_to_be_of_the_first() -> None:
    walk = sample_walk()
    front = replace(walk.source, file="front.mp4", view="front", frames=90)
    text = " ".join(Reader(render(**{**PARTS, "walk": replace(walk, more_sources=(front,))})).text.split())
    assert "What was seen in the first clip, walk.mp4," in text
    assert "2 clips of one person, measured together" in text
    assert "walk.mp4, from the side, 4.8 s" in text
    assert "front.mp4, from the front, 3.0 s" in text
    assert "What was seen, with the points" in Reader(render(**PARTS)).text


def test_how_a_film_becomes_numbers_is_told_and_markers_are_told_otherwise() -> None:
    text = " ".join(Reader(render(**PARTS)).text.split())
    assert "One body fits all pictures at once" in text
    assert "look the same to this camera" in text
    assert "How tall somebody is" in text
    markers = replace(sample_walk(), source=replace(sample_walk().source, kind="markers", view=None))
    text = " ".join(Reader(render(**{**PARTS, "walk": markers})).text.split())
    assert "all pictures" not in text
    assert "camera" not in text.split("About the errors")[1].split("Sources")[0]


def test_nothing_is_loaded_from_elsewhere() -> None:
    reader = Reader(render(**PARTS))
    for tag, attributes in reader.tags:
        assert tag not in {"iframe", "object", "embed", "img", "video", "audio", "base", "form"}
        assert "src" not in attributes
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        if tag in {"image", "link"}:
            assert attributes["href"].startswith("data:")
        if tag == "a" and attributes["href"].startswith("http"):
            assert "noreferrer" in attributes["rel"]


def test_the_policy_admits_exactly_the_style_and_the_script_of_the_page() -> None:
    page = render(**PARTS)
    policy = next(
        a["content"] for t, a in Reader(page).tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert f"style-src {content_hash(style)}" in policy
    assert f"script-src {content_hash(script)}" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_hostile_texts_stay_texts() -> None:
    page = render_report(**hostile(), words=WORDS)
    reader = Reader(page)
    assert reader.open == []
    assert sum(tag == "script" for tag, _ in reader.tags) == 2
    assert not any(tag == "img" or "onerror" in attributes for tag, attributes in reader.tags)
    assert reader.text.count("<script>alert(1)</script>") > 25


def test_a_hostile_source_address_is_no_link() -> None:
    citations = {"gross2015": Citation("A review", "javascript:alert(1)")}
    words = replace(sample_vocabulary(), citations=citations)
    page = render_report(**{**PARTS, "case": sample_case(), "words": words})
    assert "javascript:" not in page


def test_a_stop_shows_its_advice_and_nothing_else() -> None:
    page = render(**{**PARTS, "trace": sample_stop()})
    text = Reader(page).text
    assert "See a doctor today." in text
    assert "Get medical care today." in text
    for absent in ("31\u00a0%", "Chin nod", "Walking speed", "<image", "Stress"):
        assert absent not in page


def test_a_stop_is_short_and_leads_nowhere_else() -> None:
    flags = ("Are your hands clumsy, or has your walking become unsteady?",)
    reader = Reader(render(**{**PARTS, "trace": sample_stop()}, case=sample_case(red_flags=flags)))
    assert not any(tag == "nav" for tag, _ in reader.tags)
    assert len(reader.text.split()) < 150
    assert "You answered yes" in reader.text


def test_a_stop_says_the_question_rather_than_its_id() -> None:
    trace = replace(sample_stop(), stop=Stop("urgent", ("cord",), "Go."))
    assert "Have your hands become clumsy" in render(trace=trace)


def test_questions_not_asked_come_before_the_answer() -> None:
    text = Reader(render(**PARTS, case=sample_case(red_flags=None))).text
    assert text.index("Answer these first") < text.index("The usual explanations come first")
    assert text.index("Sudden dizziness") < text.index("Fever, night sweats")
    assert "Do not start before the first questions are answered" in " ".join(text.split())


def test_asked_questions_are_not_asked_again() -> None:
    assert "Answer these first" not in render(**PARTS)


def test_what_moved_a_contributor_is_told_before_and_after() -> None:
    text = " ".join(Reader(render(**PARTS)).text.split())
    moved = text.split("What moved it", 1)[1]
    assert "Head in front of the shoulders: 31° 122 %31 %" in moved
    assert "What would change or reverse it. A head carried under 25°" in text


def test_a_test_to_do_next_folds_out_to_how_it_is_done() -> None:
    text = " ".join(Reader(render(**PARTS)).text.split())
    told = text.split("Tests that would tell most")[1]
    for part in (
        "Take the shoe off",
        "Safely",
        "How the body cheats",
        "What to write down",
        "What it would tell",
        "Why that is not done here.",
    ):
        assert part in told  # fmt: skip


def test_a_test_that_was_done_is_graded_and_its_lengths_read_in_centimetres() -> None:
    text = " ".join(Reader(render(**PARTS)).text.split())
    told = text.split("What the tests showed")[-1]
    assert "4.5 cm ± 1.4 Lower than typical" in told
    assert "About 3 of 100 healthy people show less, the average is 11.1 cm" in told
    assert told.count("differ by 4.0 cm, a real difference.") == 1


def test_what_the_articles_say_is_told_with_its_verdict_and_what_is_done_with_it() -> None:
    text = " ".join(Reader(render(**PARTS)).text.split())
    told = text.split("What the articles say, and what is known")[1]
    assert told.index("Contradicted") < told.index("Unsupported")
    assert "Ankles can bring on neck pain" in told
    assert "moves nothing for the neck" in told


def test_a_source_that_only_folded_claims_cite_is_not_printed() -> None:
    reader = Reader(render(**PARTS))
    listed = [a for tag, a in reader.tags if tag == "li" and a.get("id", "").startswith("source-")]
    folded = [a.get("class") == "folded" for a in listed]
    assert any(folded)
    assert folded == sorted(folded)


def test_photos_head_their_own_table_and_are_not_called_a_walk() -> None:
    photo = "keypoints in a photo from the side; level by a wall"
    head = tuple(
        replace(m, method=photo, n=2) for m in sample_measurements() if m.measure == "head_forward_angle"
    )
    source = replace(sample_walk().source, kind="photo", file="side.jpg")
    stood = replace(sample_walk(), source=source, measurements=head, events=(), curves=(), advice=())
    text = " ".join(Reader(render(walk=stood)).text.split())
    assert "Measured in photos, standing" in text
    assert "This is how the standing measures." in text
    assert "2 photos" in text
    assert "Photos cannot see" in text
    assert "stride" not in text.lower()
    assert "foot strike" not in text


def test_two_pains_stand_open_and_three_are_folded() -> None:
    trace, case = sample_nine_pains()
    for count, folds in ((2, 0), (3, 9), (9, 27)):
        reader = Reader(render(trace=replace(trace, regions=trace.regions[:count]), case=case))
        assert [a.get("class", "").split()[:1] for tag, a in reader.tags if tag == "details"].count(
            ["pain-fold"]
        ) == folds
        ids = [a["id"] for _, a in reader.tags if "id" in a]
        assert len(ids) == len(set(ids))


def test_a_folded_pain_says_the_most_in_a_line() -> None:
    trace, case = sample_nine_pains()
    text = " ".join(Reader(render(trace=trace, case=case)).text.split())
    assert "Low back pain Head carried forward 31 %; stress and low mood 44 %; unseen 38 %" in text


def test_what_was_not_asked_is_to_be_asked_next() -> None:
    (neck,) = sample_trace().regions
    usual = tuple(replace(e, asked=e.id != "poor_sleep") for e in neck.usual_explanations)
    trace = replace(sample_trace(), regions=(replace(neck, usual_explanations=usual),))
    text = " ".join(Reader(render(trace=trace)).text.split())
    assert "Not asked yet, and quick to answer: poor sleep." in text
    assert "Not asked yet" not in Reader(render(**PARTS)).text


def test_an_unsupported_link_is_called_so_and_gets_no_shade() -> None:
    text = " ".join(Reader(render(**PARTS)).text.split())
    assert "No published support" in text
    assert "Claimed, but not supported" in text


def test_the_words_that_are_never_used_of_pain_are_not_used() -> None:
    text = Reader(render(**PARTS)).text.lower()
    assert not re.findall(r"\bcaus(?:e|es|ed|ing)\b|diagnos|\bcur(?:e|es|ed|ing)\b|guarantee|abnormal", text)


def test_a_full_report_stays_small(tmp_path: Path) -> None:
    write_report(tmp_path / "r.html", **{**PARTS, "film": sample_film(120)}, case=sample_case())
    assert (tmp_path / "r.html").stat().st_size < 6_000_000


def test_a_new_report_replaces_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "bericht über “x”.html"
    path.write_text("old", encoding="utf-8")
    write_whole(path, "new ✓")
    assert path.read_text(encoding="utf-8") == "new ✓"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("moment", ["write", "replace"])
def test_a_failed_write_leaves_the_old_report_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    path = tmp_path / "r.html"
    path.write_text("old", encoding="utf-8")

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text" if moment == "write" else "replace", fail)
    with pytest.raises(InputError, match=r"r\.html cannot be written: No space left on device"):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_or_in_the_way_is_one_clear_line(tmp_path: Path) -> None:
    for path in (tmp_path / "no" / "r.html", tmp_path):
        with pytest.raises(InputError) as raised:
            write_whole(path, "x")
        assert "\n" not in str(raised.value)
        assert str(path) in str(raised.value)


def test_a_full_disk_is_one_clear_line() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    with pytest.raises(InputError, match="cannot be written"):
        write_whole(Path("/dev/full"), "x")
    assert not Path("/dev/full").is_file()


def test_a_link_keeps_leading_to_the_report(tmp_path: Path) -> None:
    real, link = tmp_path / "real.html", tmp_path / "link.html"
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    write_whole(link, "new")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "new"


def test_a_report_is_as_readable_as_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    write_whole(tmp_path / "r.html", "x")
    assert (tmp_path / "r.html").stat().st_mode == (tmp_path / "other").stat().st_mode
