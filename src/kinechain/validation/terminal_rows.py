"""The table of our errors as the terminal shows it."""

from kinechain.validation.validation import Validation

HEADINGS = ("What", "Against", "Reached", "Target", "Met", "Over")


def validation_rows(validation: Validation) -> tuple[tuple[str, ...], ...]:
    """One line for each row, its cells in the order of `HEADINGS`."""
    return tuple(
        (row.what, row.against, row.reached, row.target, row.verdict, row.n) for row in validation.rows
    )
