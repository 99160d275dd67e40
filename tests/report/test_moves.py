from sample import sample_trace, sample_vocabulary

from kinechain.reasoning.trace import Moved
from kinechain.report.moves import MOST_SHOWN, moves
from kinechain.report.source_list import SourceList

SOURCES = SourceList(sample_vocabulary())


def test_the_largest_comes_first_with_before_and_after() -> None:
    told = moves(sample_trace().regions[0].contributors[0].moved_by, SOURCES)
    assert [(row.before, row.after, row.up) for row in told.rows] == [
        ("22\u00a0%", "31\u00a0%", True), ("38\u00a0%", "31\u00a0%", False),
    ]  # fmt: skip
    assert told.rows[0].cited == (1,)


def test_what_would_not_show_is_counted() -> None:
    told = moves(sample_trace().regions[0].contributors[0].moved_by, SOURCES)
    assert told.others == "One other moved it by under 1\u00a0%."


def test_a_small_move_is_told_where_it_is_the_largest() -> None:
    told = moves((Moved("a", 0.094, 0.106), Moved("b", 0.096, 0.106)), SOURCES)
    assert [row.what for row in told.rows] == ["a"]


def test_no_more_than_a_handful_are_told() -> None:
    told = moves(tuple(Moved(str(k), 0.1, 0.2 + k / 50) for k in range(7)), SOURCES)
    assert len(told.rows) == MOST_SHOWN
    assert told.others == "3 others moved it, each by 14\u00a0% or less."


def test_nothing_moved_is_nothing_told() -> None:
    assert moves((), SOURCES).rows == ()
    assert moves((), SOURCES).others == ""


def test_what_reads_the_same_before_and_after_is_not_told() -> None:
    told = moves((Moved("a", 0.101, 0.104),), SOURCES)
    assert (told.rows, told.others) == ((), "One finding or answer moved it by under 1\u00a0%.")
