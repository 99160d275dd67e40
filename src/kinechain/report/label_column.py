"""Labels in a column beside a drawing, moved apart as little as needed."""

from collections.abc import Sequence


def spread_labels(wanted: Sequence[float], gap: float, lowest: float, highest: float) -> tuple[float, ...]:
    """Positions in the order given, at least `gap` apart, inside [`lowest`, `highest`], near `wanted`.

    Neighbours that touch form a block, and a block sits at the mean of what its members want, which
    is the least-squares answer. Raises ValueError where the labels do not fit.
    """
    if (len(wanted) - 1) * gap > highest - lowest:
        raise ValueError(f"{len(wanted)} labels {gap} apart do not fit between {lowest} and {highest}")
    blocks: list[tuple[float, int]] = []
    for index, place in enumerate(wanted):
        blocks.append((_held(place - index * gap, lowest, highest, len(wanted), gap), 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (place_b, count_b), (place_a, count_a) = blocks.pop(), blocks.pop()
            count = count_a + count_b
            blocks.append(((place_a * count_a + place_b * count_b) / count, count))
    starts = [place for place, count in blocks for _ in range(count)]
    return tuple(start + index * gap for index, start in enumerate(starts))


def _held(start: float, lowest: float, highest: float, count: int, gap: float) -> float:
    return min(max(start, lowest), highest - (count - 1) * gap)
