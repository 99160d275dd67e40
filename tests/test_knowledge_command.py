"""`kinechain knowledge`: the shelves as tables, an entry in full, and what names what."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import kinechain
from kinechain import cli
from kinechain.knowledge import load
from kinechain.knowledge.catalogue import SHELVES, evidence_id, headline, leaves, named_by, names, shelf
from kinechain.knowledge.library import Knowledge

CONTRACT = ("claims", "links", "measures", "exercises", "tests", "sources", "flags")
SOURCES_OF = "000-13"


class Ran(NamedTuple):
    """What the command did."""

    status: int
    out: str
    err: str


Look = Callable[..., Ran]


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Look:
    """Runs ``kinechain knowledge`` in this process."""

    def command(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["kinechain", "knowledge", *arguments])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capfd.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    return command


def entries(ran: Ran) -> list[dict[str, Any]]:
    assert ran.status == 0
    answer = json.loads(ran.out)
    assert answer["schema"] == "kinechain.knowledge/1"
    found: list[dict[str, Any]] = answer["entries"]
    return found


def words(text: str) -> str:
    """On one line, so that it does not matter where a table broke it."""
    return " ".join(text.split())


def test_every_file_of_the_knowledge_has_a_shelf() -> None:
    assert sorted(SHELVES.values()) == sorted(Knowledge.model_fields)
    assert tuple(SHELVES)[: len(CONTRACT)] == CONTRACT


@pytest.mark.parametrize("name", SHELVES)
def test_every_entry_has_a_line_that_says_what_it_is(name: str) -> None:
    assert all(headline(entry) for entry in shelf(load(), name).values())


def test_without_a_shelf_all_are_counted(look: Look) -> None:
    counts = json.loads(look("--json").out)["shelves"]
    assert counts["claims"] == 117
    assert counts["sources"] == len(load().sources)
    assert "claims.yaml" in look().out


@pytest.mark.parametrize("name", CONTRACT)
def test_a_shelf_lists_every_entry(look: Look, name: str) -> None:
    ran = look(name)
    assert ran.status == 0
    assert ran.err == ""
    for entry_id in shelf(load(), name):
        assert f"{entry_id} " in ran.out
    assert [entry["id"] for entry in entries(look(name, "--json"))] == list(shelf(load(), name))


def test_the_table_of_claims_shows_the_verdicts_and_counts_them(look: Look) -> None:
    out = words(look("claims").out)
    assert "000-08 contradicted" in out
    assert "000-23 unsupported" in out
    assert "117 claims:" in out
    assert "7 contradicted" in out


@pytest.mark.parametrize("name", SHELVES)
def test_every_entry_can_be_shown_in_full(look: Look, name: str) -> None:
    first, *_, last = [*shelf(load(), name), *shelf(load(), name)]
    for entry_id in (first, last):
        ran = look(name, entry_id)
        assert ran.status == 0
        assert ran.out.startswith(entry_id)


def test_a_claim_in_full_has_its_words_its_sources_and_their_status(look: Look) -> None:
    claim = load().claims[SOURCES_OF]
    out = words(look("claims", SOURCES_OF).out)
    for text in (claim.claim, claim.verdict, claim.evidence_says, claim.kinechain_does):
        assert text in out
    for source_id in claim.sources:
        source = load().sources[source_id]
        assert source.citation in out
        assert f"{source_id}, {source.status}" in out


def test_numbers_are_found_without_their_zeros(look: Look) -> None:
    assert entries(look("links", "L9", "--json")) == entries(look("links", "l09", "--json"))
    refused = look("claims", "000-8")
    assert refused.status == 2
    assert "near to it: 000-08" in refused.err


def test_a_source_tells_what_rests_on_it(look: Look) -> None:
    (source,) = entries(look("sources", "medeiros2018", "--json"))
    named = {(mention["shelf"], mention["id"]) for mention in source["named_by"]}
    assert ("claims", "001-18") in named
    assert ("exercises", "calf_stretch") in named
    assert "001-18" in look("sources", "medeiros2018").out


def test_a_link_tells_the_claims_that_speak_of_it_by_its_number(look: Look) -> None:
    (link,) = entries(look("links", "ankle_to_neck", "--json"))
    assert {"shelf": "claims", "id": "000-23"} in link["named_by"]
    assert {"shelf": "conditions", "id": "limited_ankle_dorsiflexion"} in link["names"]


def test_the_number_of_the_collected_evidence_finds_all_its_links(look: Look) -> None:
    found = [entry["id"] for entry in entries(look("links", "l38", "--json"))]
    assert len(found) > 1
    assert found == [name for name, link in load().links.items() if link.evidence_id == "L38"]


def test_naming_goes_both_ways() -> None:
    """Whatever an entry names, says that it is named by it."""
    knowledge = load()
    for name, entry_id in (("claims", "000-03"), ("links", "stress_to_neck"), ("exercises", "calf_stretch")):
        entry = shelf(knowledge, name)[entry_id]
        for mention in names(knowledge, entry):
            back = named_by(knowledge, mention.shelf, mention.entry_id)
            assert (name, entry_id) in [(other.shelf, other.entry_id) for other in back]


def test_links_of_one_number_do_not_name_one_another() -> None:
    knowledge = load()
    link = knowledge.links["stress_to_neck"]
    assert sum(other.evidence_id == link.evidence_id for other in knowledge.links.values()) > 1
    assert not [mention for mention in names(knowledge, link) if mention.shelf == "links"]
    assert not [
        mention for mention in named_by(knowledge, "links", "stress_to_neck") if mention.shelf == "links"
    ]


def test_no_entry_is_named_by_itself_or_by_what_does_not_hold_its_name() -> None:
    knowledge = load()
    for source_id in list(knowledge.sources)[::20]:
        for mention in named_by(knowledge, "sources", source_id):
            assert mention.shelf != "sources"
            assert source_id in leaves(shelf(knowledge, mention.shelf)[mention.entry_id])


def test_a_search_finds_the_entries_that_hold_every_word_in_any_case(look: Look) -> None:
    both = {entry["id"] for entry in entries(look("claims", "--search", "HEELS calf", "--json"))}
    one = {entry["id"] for entry in entries(look("claims", "--search", "heels", "--json"))}
    other = {entry["id"] for entry in entries(look("claims", "--search", "calf", "--json"))}
    assert both == one & other
    assert both
    assert both < other


def test_a_search_that_finds_nothing_says_so(look: Look) -> None:
    ran = look("claims", "--search", "xylophone")
    assert ran.status == 0
    assert "Nothing" in ran.out
    assert entries(look("claims", "--search", "xylophone", "--json")) == []


@pytest.mark.parametrize("given", ["partly_supported", "partly supported", "Partly-Supported"])
def test_a_verdict_chooses(look: Look, given: str) -> None:
    found = entries(look("claims", "--verdict", given, "--json"))
    assert {entry["verdict"] for entry in found} == {"partly_supported"}
    assert len(found) == sum(claim.verdict == "partly_supported" for claim in load().claims.values())


def test_a_grade_or_a_status_chooses_where_there_is_no_verdict(look: Look) -> None:
    assert all(
        e["evidence"] == "contradicted" for e in entries(look("links", "--verdict", "contradicted", "--json"))
    )
    assert all(e["level"] == "emergency" for e in entries(look("flags", "--verdict", "emergency", "--json")))
    found = entries(look("sources", "--verdict", "from-memory", "--json"))
    assert found
    assert all(entry["status"] == "from-memory" for entry in found)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("claims", "00-08"), "000-08"),
        (("links", "stress_neck"), "stress_to_neck"),
        (("exercises", "calf"), "calf_stretch"),
        (("sources", "medeiros2019"), "medeiros2018"),
        (("measures", "zzz"), "kinechain knowledge measures"),
        (("claims", "medeiros2018"), "kinechain knowledge sources medeiros2018"),
        (("claim",), "claims, links, measures"),
        (("000-08",), "kinechain knowledge claims 000-08"),
        (("claims", "--verdict", "true"), "partly_supported"),
        (("measures", "--verdict", "low"), "these entries have none"),
        (("--verdict", "mixed"), "which shelf"),
        (("claims", "000-01", "--search", "neck"), "not both"),
        (("claims", "\x1b[31m\n"), "the claims have no"),
    ],
)
def test_what_is_not_there_is_one_line_that_helps(look: Look, arguments: tuple[str, ...], says: str) -> None:
    ran = look(*arguments)
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert "\x1b" not in ran.err
    assert says in ran.err


def test_an_entry_is_printed_from_whatever_fields_it_has(look: Look) -> None:
    """No field that says something is left out, whichever it is."""
    for name in ("exercises", "tests", "measures", "links", "flags"):
        entry_id, entry = next(iter(shelf(load(), name).items()))
        out = words(look(name, entry_id).out)
        for field in type(entry).model_fields:
            if getattr(entry, field) not in (None, (), "", {}):
                assert field.replace("_", " ") in out


def test_the_numbers_of_the_collected_evidence_are_no_names_of_what_has_none() -> None:
    assert all(evidence_id(link) != "none" for link in load().links.values())


def test_help_imports_nothing_of_the_knowledge() -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(kinechain.__file__).parents[1])}
    code = (
        "import sys\nfrom kinechain import cli\nsys.argv = ['kinechain', 'knowledge', '--help']\n"
        "try:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'yaml', 'numpy', 'kinechain.knowledge.library'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    before = os.times().children_user
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert "--search" in ended.stdout
    assert os.times().children_user - before < 1.0  # 0.2 s of work, more where others work beside it
