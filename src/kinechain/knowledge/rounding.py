"""`half_up`: a number as it is written, rounded one way everywhere."""

from decimal import ROUND_HALF_UP, Decimal


def half_up(value: float, decimals: int, *, times: int = 1) -> str:
    """`value`, `times` so much for another unit, with that many decimals.

    Half a last digit goes up, away from zero, as people round by hand, and of the number as it reads:
    0.0065 m is 0.007 m and 0.7 cm, although the nearest binary number lies a little below it. Nothing is
    never "-0".
    """
    written = (Decimal(repr(float(value))) * times).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{abs(written) if written == 0 else written:f}"
