"""How a difference is written."""

MINUS = "\u2212"


def signed(value: float, decimals: int, plus: str = "+") -> str:
    """A number with its sign; what rounds to zero has none."""
    text = f"{abs(value):.{decimals}f}"
    if float(text) == 0:
        return text
    return (MINUS if value < 0 else plus) + text
