import pytest

from kinechain.report.plain_words import in_centimetres, readable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0.045 m, give or take 0.007", "4.5 cm, give or take 0.7"),
        ("0.012 m below typical (0.057 to 0.164 m)", "1.2 cm below typical (5.7 to 16.4 cm)"),
        ("differ by 0.02 m, within the error (± 0.03)", "differ by 2 cm, within the error (± 3)"),
        ("1.20 to 1.55 m is typical, 0.05 m below", "1.20 to 1.55 m is typical, 0.05 m below"),
        ("0.12 m/s slower", "0.12 m/s slower"),
        ("0.25 of 1", "0.25 of 1"),
        ("12 deg, 0.14 bits", "12 deg, 0.14 bits"),
    ],
)
def test_short_lengths_are_told_in_centimetres_and_nothing_else_is(text: str, shown: str) -> None:
    assert in_centimetres(text) == shown


def test_a_line_begins_with_a_capital_unless_a_file_begins_it() -> None:
    assert readable("the head stands 31 deg in front") == "The head stands 31° in front"
    assert readable("side.jpg: the camera leaned") == "side.jpg: the camera leaned"
