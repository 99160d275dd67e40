"""Small path strings for drawings: the shapes that the figure and the charts are made of."""

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]


def num(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def polyline(points: Iterable[Point]) -> str:
    """An open path through the points."""
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points)


def band(upper: Sequence[Point], lower: Sequence[Point]) -> str:
    """The closed area between two lines that run the same way."""
    return polyline([*upper, *reversed(lower)]) + "Z"


def circle(centre: Point, radius: float) -> str:
    """A full circle, as a path, so that every shape of a drawing is one kind of element."""
    x, y = centre
    r = num(radius)
    return (
        f"M{num(x - radius)} {num(y)}a{r} {r} 0 1 1 {num(2 * radius)} 0a{r} {r} 0 1 1 {num(-2 * radius)} 0Z"
    )


def tapered(start: Point, end: Point, start_radius: float, end_radius: float) -> str:
    """The outline around two circles and the tangents between them: a limb, drawn simply.

    Raises ValueError where one circle holds the other.
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    distance = math.hypot(dx, dy)
    if distance <= abs(start_radius - end_radius):
        raise ValueError("one end of the limb lies inside the other")
    along = math.atan2(dy, dx)
    spread = math.acos((start_radius - end_radius) / distance)
    first, second = along + spread, along - spread
    large_start, large_end = int(spread < math.pi / 2), int(spread > math.pi / 2)
    return (
        f"M{_on_circle(start, start_radius, first)}"
        f"A{_arc(start_radius, large_start)} {_on_circle(start, start_radius, second)}"
        f"L{_on_circle(end, end_radius, second)}"
        f"A{_arc(end_radius, large_end)} {_on_circle(end, end_radius, first)}Z"
    )


def _arc(radius: float, large: int) -> str:
    return f"{num(radius)} {num(radius)} 0 {large} 1"


def _on_circle(centre: Point, radius: float, angle: float) -> str:
    return f"{num(centre[0] + radius * math.cos(angle))} {num(centre[1] + radius * math.sin(angle))}"


def smooth(points: Sequence[Point]) -> str:
    """A closed curve through the points, without corners (Catmull and Rom, 1974, as Bezier arcs)."""
    count = len(points)
    parts = [f"M{num(points[0][0])} {num(points[0][1])}"]
    for k in range(count):
        before, start, end, after = (points[(k + step) % count] for step in (-1, 0, 1, 2))
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        parts.append("C" + " ".join(f"{num(x)} {num(y)}" for x, y in (first, second, end)))
    return "".join(parts) + "Z"
