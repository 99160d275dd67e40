"""The places in which people are filmed."""

from collections.abc import Callable

from kinechain.rendering.material import Colour, Material
from kinechain.rendering.scene import Light, Panel, Scene

# How far a floor reaches to each side, and how high walls are, in metres; there is no ceiling.
REACH, HIGH = 14.0, 5.0
SKY = Material((0.55, 0.68, 0.90), "sky", glow=0.6)
LAMP = Light((0.3, -0.7, 1.2), (0.85, 0.80, 0.72), (0.55, 0.54, 0.52), (0.35, 0.33, 0.30))


def floor(material: Material, repeat: tuple[float, float]) -> Panel:
    """The floor."""
    return Panel(material, (-REACH, -REACH, 0), (2 * REACH, 0, 0), (0, 2 * REACH, 0), repeat)


def wall(material: Material, behind: float, repeat: tuple[float, float], high: float = HIGH) -> Panel:
    """A wall across the picture, so far behind the walk."""
    return Panel(material, (-REACH, behind, 0), (2 * REACH, 0, 0), (0, 0, high), repeat)


def upright(material: Material, corner: tuple[float, float, float], size: tuple[float, float]) -> Panel:
    """A rectangle so wide and high that hangs or stands facing the camera, from its lower left corner on."""
    return Panel(material, corner, (size[0], 0, 0), (0, 0, size[1]), size)


def side_walls(material: Material, reach: float) -> tuple[Panel, Panel]:
    """Walls at both ends of the walk."""
    left = Panel(material, (-reach, -REACH, 0), (0, 2 * REACH, 0), (0, 0, HIGH), (2, 2))
    right = Panel(material, (reach, REACH, 0), (0, -2 * REACH, 0), (0, 0, HIGH), (2, 2))
    return left, right


def box(colour: Colour, x: float, y: float, size: tuple[float, float, float]) -> tuple[Panel, ...]:
    """A piece of furniture on the floor: front, top and both sides."""
    wide, deep, high = size
    paint = Material(colour, "weave")
    repeat = (0.5, 0.5)
    return (
        Panel(paint, (x, y, 0), (wide, 0, 0), (0, 0, high), repeat),
        Panel(paint, (x, y, high), (wide, 0, 0), (0, deep, 0), repeat),
        Panel(paint, (x, y + deep, 0), (0, -deep, 0), (0, 0, high), repeat),
        Panel(paint, (x + wide, y, 0), (0, deep, 0), (0, 0, high), repeat),
    )


def living_room() -> Scene:
    """Wooden boards, a sofa, pictures, a door; a lamp overhead in front."""
    behind = 2.6
    return Scene(
        "living_room",
        (
            floor(Material((0.36, 0.22, 0.12), "wood", gloss=0.15), (0.8, 2.0)),
            wall(Material((0.62, 0.58, 0.50), "plaster"), behind, (1.0, 1.0)),
            upright(Material((0.80, 0.79, 0.76)), (-REACH, behind - 0.01, 0), (2 * REACH, 0.09)),
            upright(Material((0.5, 0.4, 0.35), "pictures"), (-2.4, behind - 0.02, 1.3), (0.9, 0.7)),
            upright(Material((0.3, 0.4, 0.5), "pictures"), (0.5, behind - 0.02, 1.4), (0.6, 0.8)),
            upright(Material((0.55, 0.48, 0.40)), (2.2, behind - 0.02, 0), (0.95, 2.05)),
            *box((0.20, 0.25, 0.30), -1.6, behind - 0.95, (1.9, 0.8, 0.45)),
            *side_walls(Material((0.60, 0.57, 0.50), "plaster"), 7.0),
        ),
        LAMP,
    )


def corridor() -> Scene:
    """A clinic's corridor: plain, pale, tiled, lit evenly."""
    return Scene(
        "corridor",
        (
            floor(Material((0.52, 0.52, 0.50), "tiles", gloss=0.1), (1.2, 1.2)),
            wall(Material((0.72, 0.72, 0.68), "plaster"), 1.6, (1.0, 1.0)),
            wall(Material((0.35, 0.45, 0.50)), 1.59, (1.0, 1.0), high=0.15),
            upright(Material((0.45, 0.50, 0.55)), (-3.2, 1.58, 0), (1.0, 2.1)),
            upright(Material((0.45, 0.50, 0.55)), (1.4, 1.58, 0), (1.0, 2.1)),
            *side_walls(Material((0.70, 0.70, 0.66), "plaster"), 9.0),
        ),
        Light((0.1, -0.3, 1.0), (0.45, 0.45, 0.43), (0.75, 0.75, 0.74), (0.50, 0.50, 0.48)),
    )


def park() -> Scene:
    """A paved path before bushes, the sun high and from the side."""
    return Scene(
        "park",
        _outdoors(),
        Light((0.6, -0.6, 1.0), (1.25, 1.15, 0.95), (0.45, 0.52, 0.65), (0.25, 0.24, 0.2)),
    )


def park_against_the_sun() -> Scene:
    """The same with the sun low behind the person, the camera's exposure for the whole picture."""
    low = Light((-0.4, 1.0, 0.55), (1.6, 1.4, 1.0), (0.34, 0.40, 0.50), (0.16, 0.16, 0.14), exposure=0.85)
    return Scene("park_against_the_sun", _outdoors(), low)


def _outdoors() -> tuple[Panel, ...]:
    behind = 6.0
    bush = Material((0.12, 0.20, 0.07), "leaves")
    trunk = Material((0.16, 0.11, 0.07), "hair")
    return (
        floor(Material((0.34, 0.33, 0.31), "pavement"), (1.5, 1.5)),
        Panel(
            Material((0.14, 0.24, 0.07), "leaves"), (-REACH, 2.2, 0.005), (2 * REACH, 0, 0), (0, 4, 0), (2, 2)
        ),
        upright(SKY, (-4 * REACH, 4 * REACH, 0), (8 * REACH, 3 * REACH)),
        wall(bush, behind, (2.5, 2.5), high=2.1),
        upright(trunk, (-2.7, behind - 1.5, 0), (0.28, 4.0)),
        upright(trunk, (3.4, behind - 0.6, 0), (0.35, 4.5)),
    )


def against_the_window() -> Scene:
    """A room whose large windows are behind the person: the wall is bright, the person dark."""
    behind = 2.4
    panes = tuple(
        upright(Material((0.8, 0.85, 0.95), "window", glow=1.6), (x, behind - 0.01, 0.5), (1.6, 2.2))
        for x in (-5.0, -3.0, -1.0, 1.0, 3.0)
    )
    return Scene(
        "against_the_window",
        (
            floor(Material((0.40, 0.36, 0.32), "tiles", gloss=0.3), (0.9, 0.9)),
            wall(Material((0.50, 0.50, 0.48), "plaster"), behind, (1.0, 1.0)),
            *panes,
            *side_walls(Material((0.60, 0.58, 0.52), "plaster"), 7.0),
        ),
        Light((0.1, 1.0, 0.9), (0.7, 0.75, 0.85), (0.24, 0.25, 0.27), (0.16, 0.16, 0.16), exposure=0.9),
    )


def dim_room() -> Scene:
    """The living room in the evening."""
    lamp = Light((0.8, -0.4, 1.0), (0.30, 0.22, 0.13), (0.11, 0.10, 0.09), (0.07, 0.06, 0.05), exposure=1.3)
    return Scene("dim_room", living_room().panels, lamp)


def studio() -> Scene:
    """A plain pale room without corners, for pictures of exercises."""
    pale = Material((0.80, 0.80, 0.78), glow=0.15)
    return Scene(
        "studio",
        (floor(pale, (1.0, 1.0)), wall(pale, 4.0, (1.0, 1.0), high=8.0)),
        Light((0.5, -0.8, 1.3), (0.55, 0.53, 0.50), (0.62, 0.62, 0.62), (0.42, 0.42, 0.42)),
    )


PLACES: dict[str, Callable[[], Scene]] = {
    "living_room": living_room,
    "corridor": corridor,
    "park": park,
    "park_against_the_sun": park_against_the_sun,
    "against_the_window": against_the_window,
    "dim_room": dim_room,
    "studio": studio,
}
