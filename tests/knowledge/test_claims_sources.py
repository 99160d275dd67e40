"""The sources: whole, in one form, with addresses that lead to the original or to nowhere."""

import ipaddress
import re
from urllib.parse import urlparse

from kinechain.knowledge import load

COLLECTED = 216
"""How many sources the collected evidence has; ours and later ones come on top."""

COPIES = re.compile(
    r"scribd|studylib|docksci|coek\.info|booksci|zhixidata|researchhub|vukou|laibokeji|platformsh|mirror"
)

ABBREVIATED = re.compile(r"\b(SR|RCT|LBP|FHP|PFP|WBLT|LLD|ROM|n=\d)\b")


def test_the_sources_of_the_collected_evidence_are_all_there() -> None:
    assert sum(source.status != "ours" for source in load().sources.values()) >= COLLECTED


def test_no_address_is_a_machine_or_a_copy() -> None:
    for source_id, source in load().sources.items():
        if source.url is None:
            continue
        address = urlparse(source.url)
        assert address.scheme in ("http", "https"), source_id
        assert not COPIES.search(address.netloc), source_id
        host = (address.hostname or "").replace(".", "")
        assert not host.isdecimal(), f"{source_id}: {ipaddress.ip_address(address.hostname or '')}"
        assert address.port is None, source_id


def test_what_has_no_address_says_why() -> None:
    for source_id, source in load().sources.items():
        if source.url is None and source.status == "verified-in-store":
            assert source.note, source_id


def test_what_is_recalled_says_how_surely_or_what_it_was() -> None:
    for source_id, source in load().sources.items():
        if source.status == "from-memory":
            assert source.confidence or source.note, source_id


def test_citations_are_written_out_for_a_reader() -> None:
    for source_id, source in load().sources.items():
        assert not ABBREVIATED.search(source.citation), f"{source_id}: {source.citation}"
