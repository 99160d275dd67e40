"""The table of our errors as the terminal shows it."""

from kinechain.validation.phone_table import phone_rows
from kinechain.validation.validation import Validation

HEADINGS = ("What", "Against", "Reached", "Target", "Met", "Over")


def validation_rows(validation: Validation) -> tuple[tuple[str, ...], ...]:
    """One line for each row, and for each target of one phone, its cells in the order of `HEADINGS`."""
    rows = [(row.what, row.against, row.reached, row.target, row.verdict, row.n) for row in validation.rows]
    return (*rows, *(phone_rows(validation.phone.told) if validation.phone else ()))
