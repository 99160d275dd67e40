"""The report as a person meets it: in a browser, at several widths, in the dark, on paper, by keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample import (
    hostile,
    sample_case,
    sample_film,
    sample_nine_pains,
    sample_plan,
    sample_stop,
    sample_trace,
    sample_two_pains,
    sample_vocabulary,
    sample_walk,
)

from browser import Scheme, axe_violations, open_page, running_browser
from kinechain.report import render_report

WORDS = sample_vocabulary()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with running_browser() as running:
        yield running


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    parts: dict[str, Any] = {
        "walk": sample_walk(),
        "film": sample_film(60),
        "trace": sample_trace(),
        "plan": sample_plan(),
    }
    empty: dict[str, Any] = dict.fromkeys(parts)
    nine, nine_case = sample_nine_pains()
    texts: dict[str, dict[str, Any]] = {
        "full": {**parts, "case": sample_case()},
        "two_pains": {**parts, "trace": sample_two_pains(), "case": sample_case()},
        "nine_pains": {**empty, "trace": nine, "plan": sample_plan(), "case": nine_case},
        "unasked": {**parts, "case": sample_case(red_flags=None)},
        "stop": {**parts, "trace": sample_stop(), "case": sample_case()},
        "measure": {**empty, "walk": parts["walk"], "case": sample_case()},
        "hostile": hostile(),
    }
    for name, given in texts.items():
        (folder / f"{name}.html").write_text(render_report(**given, words=WORDS), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["full", "two_pains", "nine_pains", "unasked", "stop", "measure", "hostile"])
def test_it_opens_in_silence_and_asks_for_nothing(browser: Any, pages: Path, name: str) -> None:
    file = pages / f"{name}.html"
    with open_page(browser, file, calm=False) as opened:
        opened.page.wait_for_timeout(300)
        assert opened.said == []
        assert [url for url in opened.asked if not url.startswith("data:")] == [file.as_uri()]


def test_the_policy_stops_what_would_leave(browser: Any, pages: Path) -> None:
    with open_page(browser, pages / "full.html") as opened:
        failures = []
        opened.page.on("requestfailed", lambda request: failures.append((request.url, request.failure)))
        blocked = opened.page.evaluate(
            """async () => {
                const blocked = [];
                document.addEventListener("securitypolicyviolation", (event) =>
                    blocked.push(event.effectiveDirective));
                new Image().src = "https://example.org/x.png";
                await fetch("https://example.org/x").catch(() => {});
                const script = document.createElement("script");
                script.textContent = "window.ran = true";
                document.body.append(script);
                await new Promise((done) => setTimeout(done, 100));
                return [...blocked, String(window.ran)];
            }"""
        )
        assert sorted(blocked) == ["connect-src", "img-src", "script-src-elem", "undefined"]
        assert [(url, why) for url, why in failures if why != "csp"] == []
        assert {url for url in opened.asked if url.startswith("http")} == {url for url, _ in failures}


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("full", 1280, "light"),
        ("full", 1280, "dark"),
        ("full", 390, "light"),
        ("two_pains", 1280, "light"),
        ("two_pains", 390, "dark"),
        ("nine_pains", 390, "light"),
        ("unasked", 390, "dark"),
        ("stop", 1280, "dark"),
        ("measure", 360, "light"),
    ],
)
def test_axe_finds_nothing_wrong(browser: Any, pages: Path, name: str, width: int, scheme: Scheme) -> None:
    with open_page(browser, pages / f"{name}.html", width=width, scheme=scheme) as opened:
        opened.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert axe_violations(opened) == []


@pytest.mark.parametrize("name", ["full", "two_pains", "nine_pains", "unasked", "stop", "measure", "hostile"])
def test_nothing_is_wider_than_a_small_phone(browser: Any, pages: Path, name: str) -> None:
    with open_page(browser, pages / f"{name}.html", width=360) as opened:
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 360


def frame_of(page: Any) -> int:
    return int(page.locator("#player-slider").input_value())


def test_the_film_waits_where_motion_is_unwelcome(browser: Any, pages: Path) -> None:
    with open_page(browser, pages / "full.html", calm=True) as opened:
        opened.page.locator("#player").scroll_into_view_if_needed()
        start = frame_of(opened.page)
        opened.page.wait_for_timeout(400)
        assert frame_of(opened.page) == start
        assert opened.page.locator("#player-word").inner_text() == "Play"


def test_the_film_plays_when_seen_and_pauses_on_demand(browser: Any, pages: Path) -> None:
    with open_page(browser, pages / "full.html", calm=False) as opened:
        page = opened.page
        page.locator("#player").scroll_into_view_if_needed()
        start = frame_of(page)
        while frame_of(page) == start:
            page.wait_for_timeout(50)
        page.locator("#player-toggle").click()
        stopped = frame_of(page)
        page.wait_for_timeout(300)
        assert frame_of(page) == stopped
        assert page.locator("#player-word").inner_text() == "Play"


def test_keys_step_and_the_timeline_follows(browser: Any, pages: Path) -> None:
    with open_page(browser, pages / "full.html") as opened:
        page = opened.page
        page.locator("#player-slider").fill("0")
        page.locator("#player-slider").focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        assert frame_of(page) == 3
        marker = float(page.locator("#timeline-now").get_attribute("x1").rstrip("%"))
        assert marker == pytest.approx(100 * 3 / 59, abs=0.1)
        assert page.locator("#player-slider").get_attribute("aria-valuetext").startswith("0.30")
        page.locator("#player-toggle").focus()
        page.keyboard.press("ArrowLeft")
        assert frame_of(page) == 2


def test_a_still_brings_the_film_to_its_moment(browser: Any, pages: Path) -> None:
    with open_page(browser, pages / "full.html") as opened:
        still = opened.page.locator(".still").nth(2)
        still.click()
        assert frame_of(opened.page) == int(still.get_attribute("data-still"))
        assert still.get_attribute("aria-current") == "true"


def test_the_picture_and_the_skeleton_are_drawn(browser: Any, pages: Path) -> None:
    count = """() => {
        const canvas = document.getElementById("player-canvas");
        const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        let drawn = 0;
        for (let k = 3; k < data.length; k += 4) if (data[k] > 0) drawn += 1;
        return drawn / (data.length / 4);
    }"""
    with open_page(browser, pages / "full.html") as opened:
        page = opened.page
        page.wait_for_timeout(300)
        assert page.evaluate(count) == pytest.approx(1.0)
        page.locator("#player-picture").uncheck()
        assert 0.005 < page.evaluate(count) < 0.3
        page.locator("#player-skeleton").uncheck()
        assert page.evaluate(count) == 0
        page.locator("#player-fitted").check()
        assert 0.01 < page.evaluate(count) < 0.4


def test_every_link_of_the_chain_is_reached_by_keyboard_and_speaks(browser: Any, pages: Path) -> None:
    with open_page(browser, pages / "full.html") as opened:
        page = opened.page
        page.locator("#answer").scroll_into_view_if_needed()
        reached = []
        for _ in range(40):
            page.keyboard.press("Tab")
            label = page.evaluate(
                "document.activeElement.closest('.chain-figure') && document.activeElement.ariaLabel"
            )
            if label:
                reached.append(label)
        assert len(reached) == 13
        assert any(label.startswith("Ankle: no published support.") for label in reached)


def pdf_pages(page: Any) -> int:
    data = page.pdf(prefer_css_page_size=True, print_background=True)
    assert re.search(rb"/MediaBox \[0 0 59[45]\.\d+ 841\.\d+\]", data)
    return len(re.findall(rb"/Type /Page\b(?!s)", data))


def test_the_plan_prints_on_one_sheet_by_itself(browser: Any, pages: Path) -> None:
    with open_page(browser, pages / "full.html") as opened:
        page = opened.page
        whole = pdf_pages(page)
        page.evaluate("window.print = () => {}")
        page.locator("#print-plan").click()
        assert pdf_pages(page) == 1 < whole


def test_in_print_the_plan_begins_a_page_and_closed_parts_stay_closed(browser: Any, pages: Path) -> None:
    with open_page(browser, pages / "two_pains.html") as opened:
        opened.page.emulate_media(media="print")
        style = opened.page.evaluate("getComputedStyle(document.getElementById('plan')).breakBefore")
        assert style == "page"
        opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert opened.page.locator("details.untold[open]").count() == 1
        assert opened.page.locator("details:not([data-print])[open]").count() == 0
        assert opened.page.locator("details.less-likely:not([open])").count() == 2
        opened.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert opened.page.locator("details[open]").count() == 0


def test_two_pains_print_on_nine_pages_at_most(browser: Any, pages: Path) -> None:
    with open_page(browser, pages / "two_pains.html") as opened:
        assert pdf_pages(opened.page) <= 9


def test_a_link_of_the_chain_opens_the_closed_row_it_leads_to(browser: Any, pages: Path) -> None:
    with open_page(browser, pages / "two_pains.html") as opened:
        row = opened.page.locator("#contributor-knee-1")
        assert not row.is_visible()
        opened.page.locator(".chain-link[href='#contributor-knee-1']").first.focus()
        opened.page.keyboard.press("Enter")
        row.wait_for(state="visible")


def test_many_pains_are_folded_and_one_button_opens_them_all(browser: Any, pages: Path) -> None:
    with open_page(browser, pages / "nine_pains.html") as opened:
        page = opened.page
        assert page.locator("#answer .pain-fold[open]").count() == 1
        button = page.locator("[data-fold-all]")
        button.focus()
        page.keyboard.press("Enter")
        assert page.locator(".pain-fold:not([open])").count() == 0
        button.click()
        assert page.locator(".pain-fold[open]").count() == 0


def test_a_folded_pain_opens_by_keyboard_and_by_a_link_into_it(browser: Any, pages: Path) -> None:
    with open_page(browser, pages / "nine_pains.html") as opened:
        page = opened.page
        second = page.locator("#answer .pain-fold").nth(1)
        second.locator("summary").focus()
        page.keyboard.press("Enter")
        second.locator(".glance").wait_for(state="visible")
        page.evaluate("location.hash = '#contributor-knee-1'")
        page.locator("#contributor-knee-1").wait_for(state="visible")


def test_on_paper_every_pain_is_there_without_the_folds(browser: Any, pages: Path) -> None:
    with open_page(browser, pages / "nine_pains.html") as opened:
        page = opened.page
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        glances = page.locator("#answer .glance")
        assert glances.count() == 9
        assert all(glances.nth(k).is_visible() for k in range(9))
        assert not page.locator(".claim-fold").first.is_visible()


def test_how_to_do_a_test_opens_by_keyboard(browser: Any, pages: Path) -> None:
    with open_page(browser, pages / "full.html") as opened:
        fold = opened.page.locator(".test-fold").last
        assert not fold.locator(".steps").is_visible()
        fold.locator("summary").focus()
        opened.page.keyboard.press("Enter")
        fold.locator(".steps").wait_for(state="visible")


def test_two_figures_stand_side_by_side_only_where_there_is_room(browser: Any, pages: Path) -> None:
    for width, beside in ((1280, True), (390, False)):
        with open_page(browser, pages / "two_pains.html", width=width) as opened:
            first, second = (opened.page.locator(".chain-figure").nth(k).bounding_box() for k in (0, 1))
            legend = opened.page.locator(".chain-legend").bounding_box()
            assert (first["y"] == second["y"]) is beside
            assert legend["y"] >= first["y"] + first["height"]
