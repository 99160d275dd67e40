"""Small models in OpenSim's format, as text, with every joint and function that we read."""

from collections.abc import Sequence

FUNCTIONS = {
    "identity": "<LinearFunction><coefficients>1 0</coefficients></LinearFunction>",
    "line": "<LinearFunction><coefficients>-0.8 0.3</coefficients></LinearFunction>",
    "constant": "<Constant><value>0.21</value></Constant>",
    "zero": "<Constant><value>0</value></Constant>",
    "spline": "<SimmSpline><x>-2 -1.1 -0.2 0.4 1.3 2</x><y>0.1 -0.3 0.2 0.5 0.1 -0.4</y></SimmSpline>",
    "spline_of_2": "<SimmSpline><x>-1 1</x><y>0.1 -0.3</y></SimmSpline>",
    "spline_of_3": "<SimmSpline><x>-1 0.2 1</x><y>0.1 -0.3 0.4</y></SimmSpline>",
    "spline_of_4": "<SimmSpline><x>-1 0.2 0.9 1.4</x><y>0.1 -0.3 0.4 0.1</y></SimmSpline>",
    "broken": "<PiecewiseLinearFunction><x>-1 0.2 0.9</x><y>0.1 -0.3 0.4</y></PiecewiseLinearFunction>",
    "polynomial": "<PolynomialFunction><coefficients>0.1 -0.2 0.5 0.05</coefficients></PolynomialFunction>",
    "times": "<MultiplierFunction><function><SimmSpline><x>-1 0 1 2</x><y>0 1 0.5 1</y></SimmSpline>"
    "</function><scale>0.7</scale></MultiplierFunction>",
}


def offset(name: str, parent: str, place: str = "0.1 -0.2 0.3", turn: str = "0.3 0.2 -0.4") -> str:
    return (
        f'<PhysicalOffsetFrame name="{name}"><socket_parent>{parent}</socket_parent>'
        f"<translation>{place}</translation><orientation>{turn}</orientation></PhysicalOffsetFrame>"
    )


def coordinate(
    name: str, *, default: float = 0, span: str = "-3 3", clamped: bool = False, locked: bool = False
) -> str:
    return (
        f'<Coordinate name="{name}"><default_value>{default}</default_value><range>{span}</range>'
        f"<clamped>{str(clamped).lower()}</clamped><locked>{str(locked).lower()}</locked></Coordinate>"
    )


def joint(  # noqa: PLR0917
    kind: str, name: str, parent: str, child: str, coordinates: Sequence[str], inside: str = ""
) -> str:
    made = "".join(c if c.startswith("<") else coordinate(c) for c in coordinates)
    return (
        f'<{kind} name="{name}"><socket_parent_frame>{name}_in_parent</socket_parent_frame>'
        f"<socket_child_frame>{name}_in_child</socket_child_frame><coordinates>{made}</coordinates><frames>"
        f"{offset(f'{name}_in_parent', parent)}"
        f"{offset(f'{name}_in_child', f'/bodyset/{child}', '-0.05 0.15 0.02', '-0.1 0.5 0.2')}"
        f"</frames>{inside}</{kind}>"
    )


def spatial(axes: Sequence[tuple[str, str]], directions: Sequence[str] | None = None) -> str:
    """Three rotations, three translations: each a coordinate (or none) and a function's name."""
    directions = directions or ["1 0 0", "0 1 0", "0 0 1", "1 0 0", "0 1 0", "0 0 1"]
    names = [f"{kind}{number}" for kind in ("rotation", "translation") for number in (1, 2, 3)]
    rows = [
        f'<TransformAxis name="{name}"><coordinates>{driver}</coordinates><axis>{direction}</axis>'
        f"{FUNCTIONS[function]}</TransformAxis>"
        for name, (driver, function), direction in zip(names, axes, directions, strict=True)
    ]
    return f"<SpatialTransform>{''.join(rows)}</SpatialTransform>"


def coupler(  # noqa: PLR0917
    name: str, driven: str, driver: str, function: str, scale: float = 1, enforced: str = "true"
) -> str:
    return (
        f'<CoordinateCouplerConstraint name="{name}"><isEnforced>{enforced}</isEnforced>'
        f"<coupled_coordinates_function>{FUNCTIONS[function]}</coupled_coordinates_function>"
        f"<independent_coordinate_names>{driver}</independent_coordinate_names>"
        f"<dependent_coordinate_name>{driven}</dependent_coordinate_name>"
        f"<scale_factor>{scale}</scale_factor></CoordinateCouplerConstraint>"
    )


def marker(name: str, frame: str, place: str = "0.1 0.2 -0.3") -> str:
    return (
        f'<Marker name="{name}"><socket_parent_frame>{frame}</socket_parent_frame>'
        f"<location>{place}</location></Marker>"
    )


def model(
    bodies: Sequence[str],
    joints: Sequence[str],
    markers: Sequence[str] = (),
    constraints: Sequence[str] = (),
    components: Sequence[str] = (),
) -> str:
    made = "".join(
        f'<Body name="{body}"><mass>{2 + number}</mass><mass_center>0.01 0.02 0.03</mass_center>'
        "<inertia>0.1 0.2 0.25 0.01 -0.02 0.03</inertia></Body>"
        for number, body in enumerate(bodies)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" ?><OpenSimDocument Version="40000"><Model name="made">'
        f'<Ground name="ground"/><components>{"".join(components)}</components>'
        f'<BodySet name="bodyset"><objects>{made}</objects></BodySet>'
        f'<JointSet name="jointset"><objects>{"".join(joints)}</objects></JointSet>'
        f'<ConstraintSet name="constraintset"><objects>{"".join(constraints)}</objects></ConstraintSet>'
        f'<MarkerSet name="markerset"><objects>{"".join(markers)}</objects></MarkerSet>'
        "</Model></OpenSimDocument>"
    )


def every_joint() -> str:
    """A model with each kind of joint, one after the other, a marker on each body."""
    kinds = {
        "FreeJoint": ["free_a", "free_b", "free_c", "free_x", "free_y", "free_z"],
        "PinJoint": ["pin"],
        "SliderJoint": ["slide"],
        "UniversalJoint": ["first", "second"],
        "BallJoint": ["ball_a", "ball_b", "ball_c"],
        "GimbalJoint": ["gimbal_a", "gimbal_b", "gimbal_c"],
        "PlanarJoint": ["planar_a", "planar_x", "planar_y"],
        "WeldJoint": [],
    }
    bodies = [f"b{number}" for number in range(len(kinds))]
    parents = ["/ground", *(f"/bodyset/{body}" for body in bodies[:-1])]
    rows = zip(kinds.items(), parents, bodies, strict=True)
    joints = [joint(kind, f"j_{kind}", parent, child, names) for (kind, names), parent, child in rows]
    return model(bodies, joints, [marker(f"m_{body}", f"/bodyset/{body}") for body in bodies])


def every_function() -> str:
    """A model with custom joints, each function in a rotation and in a translation, and oblique axes."""
    names, joints, parent = list(FUNCTIONS), [], "/ground"
    bodies = [f"b{number}" for number in range(len(names))]
    for number, (name, body) in enumerate(zip(names, bodies, strict=True)):
        driver = "" if name in {"constant", "zero"} else f"c{number}"
        axes = [(f"d{number}", "identity"), (driver, name), ("", "constant"), (driver, name)]
        axes += [("", "zero"), (driver, name)]
        slant = ["1 0 0", "0.1 0.98 0.2", "0.3 -0.1 0.9", "1 0.1 0", "0 1 0", "0.1 0.2 0.97"]
        drivers = [f"d{number}", *([driver] if driver else [])]
        joints.append(joint("CustomJoint", f"j{number}", parent, body, drivers, spatial(axes, slant)))
        parent = f"/bodyset/{body}"
    return model(bodies, joints, [marker(f"m_{body}", f"/bodyset/{body}") for body in bodies])


def coupled() -> str:
    """Pins of which one follows another, which follows a third; a coupling that is off; a locked pin."""
    pins = [joint("PinJoint", "j0", "/ground", "b0", ["leader"])]
    for number, name in enumerate(["follower", "second", "alone"], start=1):
        pins.append(joint("PinJoint", f"j{number}", f"/bodyset/b{number - 1}", f"b{number}", [name]))
    pins.append(joint("PinJoint", "j4", "/bodyset/b3", "b4", [coordinate("stiff", default=0.4, locked=True)]))
    couplers = [
        coupler("one", "follower", "leader", "spline", 1.5),
        coupler("two", "second", "follower", "line"),
        coupler("off", "alone", "leader", "line", enforced="false"),
    ]
    bodies = [f"b{number}" for number in range(5)]
    return model(bodies, pins, [marker(f"m_{body}", f"/bodyset/{body}") for body in bodies], couplers)


def nested_frames() -> str:
    """Offset frames on offset frames, in joints, in the model and named by relative paths."""
    frames = offset("outer", "../inner") + offset("inner", "/bodyset/b0") + offset("far", "/outer")
    pin = (
        '<PinJoint name="hinge"><socket_parent_frame>in_b0</socket_parent_frame>'
        "<socket_child_frame>/bodyset/b1</socket_child_frame><coordinates>"
        f"{coordinate('turn')}</coordinates><frames>{offset('in_b0', '../../../far')}</frames></PinJoint>"
    )
    root = joint("PinJoint", "root", "/ground", "b0", ["spin"])
    markers = [marker("on_frame", "/far"), marker("on_body", "/bodyset/b1"), marker("still", "/ground")]
    return model(["b0", "b1"], [root, pin], markers, components=[frames])


def version_3() -> str:
    """A model as OpenSim 3 wrote them: joints in the bodies, markers that name their body."""

    def hung(name: str, parent: str, kind: str, names: Sequence[str], inside: str = "") -> str:
        made = "".join(coordinate(c) for c in names)
        return (
            f'<Body name="{name}"><mass>1.5</mass><mass_center>0 0.1 0</mass_center><inertia_xx>0.1'
            "</inertia_xx><inertia_yy>0.2</inertia_yy><inertia_zz>0.25</inertia_zz><inertia_xy>0.01"
            "</inertia_xy><inertia_xz>0</inertia_xz><inertia_yz>0</inertia_yz>"
            f'<Joint><{kind} name="j_{name}"><parent_body>{parent}</parent_body>'
            "<location_in_parent>0.1 0.2 -0.1</location_in_parent><orientation_in_parent>0.1 0.2 0.3"
            "</orientation_in_parent><location>0 -0.1 0.2</location><orientation>-0.3 0.1 0</orientation>"
            f"<CoordinateSet><objects>{made}</objects></CoordinateSet><reverse>false</reverse>{inside}"
            f"</{kind}></Joint></Body>"
        )

    def old(text: str) -> str:
        for name, written in FUNCTIONS.items():
            if name in {"identity", "spline", "constant", "zero"}:
                text = text.replace(written, f"<function>{written}</function>")
        return text.replace("SimmSpline", "natCubicSpline")

    axes = [
        ("knee", "identity"),
        ("", "zero"),
        ("", "constant"),
        ("knee", "spline"),
        ("", "zero"),
        ("", "zero"),
    ]
    bodies = '<Body name="ground"><mass>0</mass><Joint/></Body>' + hung("thigh", "ground", "BallJoint", "abc")
    bodies += hung("shank", "thigh", "CustomJoint", ["knee"], old(spatial(axes)))
    bodies += hung("foot", "shank", "PinJoint", ["ankle"])
    couple = coupler("follow", "ankle", "knee", "line").replace(
        "<isEnforced>true</isEnforced>", "<isDisabled>false</isDisabled>"
    )
    markers = "".join(
        f'<Marker name="m_{body}"><body>{body}</body><location>0.1 0.2 0.3</location></Marker>'
        for body in ("ground", "thigh", "shank", "foot")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" ?><OpenSimDocument Version="30000"><Model name="old">'
        f"<BodySet><objects>{bodies}</objects></BodySet><ConstraintSet><objects>{couple}</objects>"
        f"</ConstraintSet><MarkerSet><objects>{markers}</objects></MarkerSet></Model></OpenSimDocument>"
    )


MODELS = {
    "every joint": every_joint,
    "every function": every_function,
    "coupled": coupled,
    "nested frames": nested_frames,
    "version 3": version_3,
}
