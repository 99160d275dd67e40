"""The document and its plots."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from made_walks import DATA_NOTE, compared

from kinechain.errors import InputError
from kinechain.validation.document import document_text, plot_texts, write_validation
from kinechain.validation.phone_reading import Told
from kinechain.validation.phone_run import PhoneRun
from kinechain.validation.phone_trial import StrideRow, TrialResult
from kinechain.validation.run import summed_up, with_phone_run
from kinechain.validation.terminal_rows import HEADINGS, validation_rows
from kinechain.validation.validation import Failure, Validation

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def validation() -> Validation:
    walks = [
        compared(person, {"left": [k, k + 1.0], "right": [-k]}, curves=True)
        for k, person in enumerate("abcdef", start=1)
    ]
    return summed_up(DATA_NOTE, walks, [Failure("zoo/broken.c3d", "it is damaged")])


def test_every_row_is_there_with_its_verdict(validation: Validation) -> None:
    text = document_text(validation)
    for row in validation.rows:
        assert (
            f"| {row.what} | {row.against} | {row.reached} | {row.target} | {row.verdict} | {row.n} |" in text
        )
    assert "`zoo/broken.c3d`: it is damaged." in text
    assert "kinechain 0." in text
    assert DATA_NOTE.fingerprint in text


def test_every_table_has_as_many_cells_in_each_line(validation: Validation) -> None:
    tables = re.findall(r"(?:^\|.*\|\n)+", document_text(validation), flags=re.MULTILINE)
    assert len(tables) == 3
    for table in tables:
        assert len({line.count("|") for line in table.strip().splitlines()}) == 1


def test_the_same_run_gives_the_same_text(validation: Validation) -> None:
    assert document_text(validation) == document_text(validation)
    assert plot_texts(validation) == plot_texts(validation)


def test_plots_are_whole_say_what_they_show_and_change_with_the_screen(validation: Validation) -> None:
    plots = plot_texts(validation)
    assert set(plots) == {"agreement.svg", "curves.svg"}
    for text in plots.values():
        root = ET.fromstring(text)
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert title.text
        assert description is not None
        assert "deg" in (description.text or "")
        assert "prefers-color-scheme: dark" in text
        assert "nan" not in text


def test_every_leg_is_a_dot_inside_its_chart(validation: Validation) -> None:
    root = ET.fromstring(plot_texts(validation)["agreement.svg"])
    circles, squares = root.findall(f".//{SVG}circle"), root.findall(f".//{SVG}rect[@class='dot right']")
    assert (len(circles), len(squares)) == (6, 6)
    assert all(44 <= float(circle.get("cx", "")) <= 268 for circle in circles)
    assert all(34 <= float(circle.get("cy", "")) <= 168 for circle in circles)


def test_files_are_written_beside_each_other(tmp_path: Path, validation: Validation) -> None:
    written = write_validation(validation, tmp_path / "validation.md")
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "validation.md",
        "validation/agreement.svg",
        "validation/curves.svg",
    ]
    links = re.findall(r"\]\(([^)]+)\)", (tmp_path / "validation.md").read_text(encoding="utf-8"))
    assert links
    assert all((tmp_path / link).is_file() for link in links)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, validation: Validation) -> None:
    with pytest.raises(InputError, match="cannot be"):
        write_validation(validation, tmp_path / "nowhere" / "validation.md")


def test_the_terminal_shows_the_same_rows(validation: Validation) -> None:
    rows = validation_rows(validation)
    assert len(rows) == len(validation.rows)
    assert {len(row) for row in rows} == {len(HEADINGS)}


def test_what_phones_and_further_parts_say_stands_in_the_document(validation: Validation) -> None:
    told = Told(61.0, 55.0, 67.0)
    stride = StrideRow("w", "a", 0.0, True, "left", "knee_flexion_swing_peak", told, 60.0)
    phone = PhoneRun((TrialResult(0.0, strides=(stride,), expected=1, found=1),), {}, 0)
    more = replace(with_phone_run(validation, phone), sections=("## Walkers that were drawn\n\nNone.\n",))
    text = document_text(more)
    places = [text.index(heading) for heading in ("## One phone", "## Walkers that", "## What differs")]
    assert places == sorted(places)
    assert "| Knee bend in swing | deg |" in text
    assert "nan" not in text.split("## One phone")[1]
    assert validation_rows(more)[-2][0] == "One phone: Knee bend in swing, 0\u201315\u00b0"
    assert "| One phone: Knee bend in swing, 0\u201315\u00b0 |" in text.split("## What was not reached")[0]
    assert len(validation_rows(more)) == len(more.rows) == len(validation.rows) + 2
    assert "## One phone" not in document_text(validation)
