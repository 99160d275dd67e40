"""Reading and writing OpenSim models: small ones whose answer is known, and files that are no good."""

import random
import re
from io import BytesIO
from pathlib import Path

import numpy as np
import osim_text
import pytest
import xarray as xr
from scipy.spatial.transform import Rotation

from kinechain.body import osim, osim_child, osim_xml
from kinechain.body.kinematics import body_frames, point_positions
from kinechain.body.osim import OsimModel, read_osim
from kinechain.body.osim_file import TO_OPENSIM, independent, write_osim, xyz_angles
from kinechain.body.osim_fit import fit_osim, match_markers, motion_columns
from kinechain.body.osim_frames import body_fixed_xyz
from kinechain.body.own_body import Point, load_body
from kinechain.errors import InputError


def read(text: str, folder: Path) -> OsimModel:
    path = folder / "model.osim"
    path.write_text(text, encoding="utf-8")
    return read_osim(path)


def one_pin(tmp_path: Path, inside: str = "", **changes: str) -> OsimModel:
    text = osim_text.model(["b"], [osim_text.joint("PinJoint", "j", "/ground", "b", ["q"])],
                           [osim_text.marker("m", "/bodyset/b")])  # fmt: skip
    for old, new in changes.items():
        text = text.replace(old, new)
    return read(text.replace("</Model>", f"{inside}</Model>"), tmp_path)


def test_a_pin_turns_about_z(tmp_path: Path) -> None:
    frames = "<frames></frames>"
    joint = (
        '<PinJoint name="j"><socket_parent_frame>/ground</socket_parent_frame><socket_child_frame>/bodyset/b'
        f"</socket_child_frame><coordinates>{osim_text.coordinate('q')}</coordinates>{frames}</PinJoint>"
    )
    model = read(osim_text.model(["b"], [joint], [osim_text.marker("m", "/bodyset/b", "1 0 5")]), tmp_path)
    marker = model.markers["m"]
    there = point_positions(
        model.chain, np.array([[0.0], [np.pi / 2], [np.pi]]), np.array([marker.body]), marker.place[None]
    )
    assert np.allclose(there[:, 0], [[1, 0, 5], [0, 1, 5], [-1, 0, 5]])


def test_what_the_file_says_of_coordinates_masses_and_markers(tmp_path: Path) -> None:
    text = osim_text.model(
        ["b", "c"],
        [
            osim_text.joint("PinJoint", "j", "/ground", "b",
                            [osim_text.coordinate("q", default=0.25, span="-1 2", clamped=True)]),
            osim_text.joint("SliderJoint", "k", "/bodyset/b", "c",
                            [osim_text.coordinate("s", default=0.1, locked=True)]),
        ],
        [osim_text.marker("m", "/bodyset/c")],
    )  # fmt: skip
    model = read(text, tmp_path)
    first, second = model.chain.coordinates
    assert (first.name, first.rotational, first.default, first.lowest, first.highest) == (
        "q",
        True,
        0.25,
        -1,
        2,
    )
    assert (second.rotational, second.locked, second.lowest) == (False, True, -np.inf)
    assert model.name == "made"
    assert model.masses["c"].mass == 3
    assert model.masses["c"].inertia[0, 1] == 0.01
    assert model.masses["c"].centre.tolist() == [0.01, 0.02, 0.03]
    assert model.chain.bodies[model.markers["m"].body] == "c"


def test_coupled_coordinates_are_no_coordinates_of_the_chain(tmp_path: Path) -> None:
    model = read(osim_text.coupled(), tmp_path)
    assert model.chain.coordinate_names == ("leader", "alone", "stiff")
    assert [(c.coordinate.name, c.leader) for c in model.coupled] == [
        ("follower", "leader"),
        ("second", "leader"),
    ]
    every = model.every_coordinate(np.array([[-2.0, 0, 0.4], [2.0, 0, 0.4]]))
    assert np.allclose(every["follower"], [0.15, -0.6])
    assert np.allclose(every["second"], -0.8 * every["follower"] + 0.3)


def test_a_motion_in_degrees_has_every_coordinate_in_its_unit(tmp_path: Path) -> None:
    model = read(osim_text.every_joint(), tmp_path)
    columns = motion_columns(model, np.ones((2, len(model.chain.coordinates))))
    assert len(columns) == len(model.chain.coordinates)
    assert columns["pin"][0] == pytest.approx(180 / np.pi)
    assert columns["slide"][0] == columns["free_x"][0] == 1


@pytest.mark.parametrize("name", osim_text.MODELS)
def test_every_model_is_read(name: str, tmp_path: Path) -> None:
    model = read(osim_text.MODELS[name](), tmp_path)
    rotation, position = body_frames(model.chain, model.chain.default[None])
    assert np.isfinite(rotation).all()
    assert np.isfinite(position).all()
    assert model.markers
    assert not model.warnings


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("PinJoint", "EllipsoidJoint", "cannot read; it reads WeldJoint, PinJoint"),
        ("<range>-3 3</range>", "<range>3 -3</range>", "ends before it begins"),
        ("<range>-3 3</range>", "<range>zero one</range>", r"needs 2 finite number\(s\) in range"),
        ("<default_value>0</default_value>", "<default_value>nan</default_value>", "finite number"),
        ("<default_value>0</default_value>", "<default_value>1e999</default_value>", "finite number"),
        ("<clamped>false</clamped>", "<clamped>perhaps</clamped>", "must be true or false"),
        ("/bodyset/b</socket_parent>", "/bodyset/leg</socket_parent>", "'/bodyset/leg'.* is not there"),
        ("/bodyset/b</socket_parent>", "j_in_child</socket_parent>", "hangs on itself"),
        (
            "<socket_parent_frame>/bodyset/b</socket_parent_frame>",
            "",
            "does not say what its parent_frame is",
        ),
        ("<mass>2</mass>", "<mass>-2</mass>", "negative mass"),
        ("Model", "Modell", "holds no model"),
        ("OpenSimDocument", "OtherDocument", "is no OpenSim document"),
        ("</objects>", "</objektes>", "is damaged or no XML"),
        (
            '<?xml version="1.0" encoding="UTF-8" ?>',
            '<!DOCTYPE a [<!ENTITY b "c">]>',
            "declares a document type",
        ),
        ('encoding="UTF-8"', 'encoding="x-unknown"', "is damaged or no XML"),
        ("<Ground ", "<length_units>inches</length_units><Ground ", "not in metres"),
        ('<Body name="b">', '<Body name="x"/><Body name="b">', "no joint carries the body 'x'"),
    ],
)
def test_what_is_no_model_is_refused_in_one_line(old: str, new: str, words: str, tmp_path: Path) -> None:
    text = osim_text.model(["b"], [osim_text.joint("PinJoint", "j", "/ground", "b", ["q"])],
                           [osim_text.marker("m", "/bodyset/b")])  # fmt: skip
    assert old in text
    with pytest.raises(InputError, match=words) as refused:
        read(text.replace(old, new), tmp_path)
    assert "\n" not in str(refused.value)
    assert "model.osim" in str(refused.value)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        ("<SimmSpline><x>0 0 1</x><y>1 2 3</y></SimmSpline>", "whose x rises"),
        ("<SimmSpline><x>0 1</x><y>1 2 3</y></SimmSpline>", "at least two points"),
        ("<SimmSpline><x>0</x><y>1</y></SimmSpline>", "at least two points"),
        ("<GCVSpline><x>0 1</x><y>0 1</y></GCVSpline>", "GCVSpline is a function that kinechain cannot read"),
        ("<LinearFunction><coefficients>1 2 3</coefficients></LinearFunction>", "several coordinates"),
        ("<MultiplierFunction><scale>2</scale></MultiplierFunction>", "multiplies no function"),
        ("<PolynomialFunction><coefficients></coefficients></PolynomialFunction>", "finite number"),
    ],
)
def test_functions_that_are_none_are_refused(function: str, words: str, tmp_path: Path) -> None:
    axes = [("q", "line"), *[("", "zero")] * 5]
    joint = osim_text.joint("CustomJoint", "j", "/ground", "b", ["q"], osim_text.spatial(axes))
    text = osim_text.model(["b"], [joint]).replace(osim_text.FUNCTIONS["line"], function)
    with pytest.raises(InputError, match=words):
        read(text, tmp_path)


@pytest.mark.parametrize(
    ("couplers", "words"),
    [
        ([("a", "p", "q"), ("b", "q", "p")], "follows itself"),
        ([("a", "p", "q"), ("b", "p", "r")], "follows two coordinates"),
        ([("a", "p", "nobody")], "names a coordinate 'nobody' that is not there"),
        ([("a", "p", "q r")], "must name one leading coordinate"),
    ],
)
def test_couplers_that_cannot_be_are_refused(
    couplers: list[tuple[str, str, str]], words: str, tmp_path: Path
) -> None:
    joints = [osim_text.joint("BallJoint", "j", "/ground", "b", ["p", "q", "r"])]
    made = [osim_text.coupler(name, driven, driver, "line") for name, driven, driver in couplers]
    with pytest.raises(InputError, match=words):
        read(osim_text.model(["b"], joints, (), made), tmp_path)


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    text = osim_text.model(["b"], [osim_text.joint("PinJoint", "j", "/ground", "b", ["q"])], (),
                           ['<PointConstraint name="rope"/>'])  # fmt: skip
    model = read(text.replace("<clamped>", "<prescribed>true</prescribed><clamped>"), tmp_path)
    assert len(model.warnings) == 2
    assert "'rope' is not enforced" in model.warnings[0]


@pytest.mark.parametrize("depth", [55, 5000, 200_000])
def test_deep_nesting_is_refused(depth: int, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="larger than any model"):
        read(f"<OpenSimDocument>{'<a>' * (depth + 5)}{'</a>' * (depth + 5)}</OpenSimDocument>", tmp_path)


def test_a_file_that_unfolds_is_refused_at_once(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{k} "{f"&e{k - 1};" * 10}">' for k in range(1, 12))
    text = f'<!DOCTYPE a [<!ENTITY e0 "x">{entities}]><OpenSimDocument>&e11;</OpenSimDocument>'
    with pytest.raises(InputError, match="declares a document type"):
        read(text, tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"PK\x03\x04", "<a>ü".encode("utf-16"), b"<OpenSimDocument/>"]
)
def test_other_files_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.osim"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read_osim(path)
    with pytest.raises(InputError, match="does not exist"):
        read_osim(tmp_path / "nowhere.osim")


HOSTILE = (
    "9999999999",
    "nan",
    "-1",
    "",
    "1e308",
    "/",
    "..",
    "ground",
    "b0",
    "true",
    "0 0 0",
    "q" * 5000,
    "\u202e",
)


def damaged(text: str, chance: random.Random) -> bytes:
    """A text with words and names exchanged, which stays XML, or with bytes broken, which hardly does."""
    if chance.random() < 0.8:
        for _ in range(chance.randint(1, 3)):
            word = chance.choice(re.findall(r">([^<>]+)<|name=\"([^\"]+)\"|<(\w+)>", text))
            text = text.replace(max(word), chance.choice(HOSTILE), chance.choice([1, -1]))
        return text.encode()
    content = bytearray(text.encode())
    for _ in range(chance.randint(1, 3)):
        at, size = chance.randrange(len(content)), chance.randint(0, 200)
        content[at : at + size] = content[at // 2 : at // 2 + chance.randint(0, 200)]
    return bytes(content)


def test_damaged_files_give_an_answer_or_a_line() -> None:
    """Parsed here, without the child, so that there can be many; the child does nothing but parse."""
    chance, answers = random.Random(3), 0
    texts = [make() for make in osim_text.MODELS.values()]
    for _ in range(1500):
        content = damaged(chance.choice(texts), chance)
        try:
            tree = osim_child.parse(BytesIO(content))
            document = osim_xml._element(tree, osim_child.MOST_DEPTH, [osim_child.MOST_ELEMENTS])
            model = osim._model(document)
            body_frames(model.chain, model.chain.default[None])
            answers += 1
        except (InputError, osim_child.RefusedError):
            pass
    assert 50 < answers < 1450


def test_our_own_body_comes_back_from_its_file(tmp_path: Path) -> None:
    body, path = load_body(), tmp_path / "own.osim"
    write_osim(
        path, body, {"m": Point(3, np.array([0.1, 0.2, 0.3])), "floor": Point(0, np.array([1.0, 2, 3]))}
    )
    model = read_osim(path)
    q = np.random.default_rng(0).uniform(-1, 1, (5, len(body.chain.coordinates)))
    in_file = np.empty_like(q)
    in_file[:, [model.chain.coordinate(name) for name in body.chain.coordinate_names]] = q
    rotation, position = body_frames(body.chain, q)
    read_rotation, read_position = body_frames(model.chain, in_file)
    same = [model.chain.body(name) for name in body.chain.bodies]
    assert np.allclose(position @ TO_OPENSIM.T, read_position[:, same], atol=1e-12)
    assert np.allclose((TO_OPENSIM @ rotation)[:, 1:], read_rotation[:, same[1:]], atol=1e-12)
    assert model.markers["floor"].place.tolist() == [1, 3, -2]
    for own in body.chain.coordinates:
        found = model.chain.coordinates[model.chain.coordinate(own.name)]
        assert (found.rotational, found.default) == (own.rotational, own.default)
    assert sum(mass.mass for mass in model.masses.values()) == pytest.approx(body.mass_kg)


def test_angles_make_the_rotation_they_came_from() -> None:
    for rotation in Rotation.random(20, random_state=1).as_matrix():
        assert np.allclose(body_fixed_xyz(xyz_angles(rotation)), rotation)
    upright = body_fixed_xyz(np.array([0.3, np.pi / 2, 0]))
    assert np.allclose(body_fixed_xyz(xyz_angles(upright)), upright, atol=1e-7)
    assert np.allclose(
        body_fixed_xyz(np.array([0.1, 0.2, 0.3])), Rotation.from_euler("XYZ", [0.1, 0.2, 0.3]).as_matrix()
    )


@pytest.mark.parametrize("count", range(4))
def test_axes_are_completed_to_span_space(count: int) -> None:
    vectors = Rotation.random(random_state=count).as_matrix()[:count]
    assert abs(np.linalg.det(independent(vectors))) > 0.3


def test_markers_are_matched_by_name_and_spelling() -> None:
    labels = ["Anna:R.ASIS", "L_ASIS", "l-asis", "T10", "*12"]
    assert match_markers(("R_ASIS", "L_ASIS", "LASIS", "T10", "C7"), labels) == {
        "R_ASIS": "Anna:R.ASIS", "L_ASIS": "L_ASIS", "T10": "T10",
    }  # fmt: skip


def seen_motion(model: OsimModel, q: np.ndarray, names: list[str]) -> xr.Dataset:
    body = np.array([model.markers[name].body for name in names])
    place = np.array([model.markers[name].place for name in names])
    position = point_positions(model.chain, q, body, place).transpose(0, 2, 1)
    return xr.Dataset(
        {"position": (("time", "space", "keypoints"), position)},
        coords={"time": np.arange(len(q)) / 100, "space": ["x", "y", "z"], "keypoints": names},
    )


def test_a_model_is_fitted_to_markers_of_its_names(tmp_path: Path) -> None:
    body = load_body()
    write_osim(tmp_path / "own.osim", body)
    model = read_osim(tmp_path / "own.osim")
    q = np.tile(model.chain.default, (20, 1))
    q[:, model.chain.coordinate("left_knee_flexion")] = np.linspace(0, 1, 20)
    motion = seen_motion(model, q, list(model.markers)[:-5])
    fit = fit_osim(model, motion)
    knee = motion_columns(model, fit.q)["left_knee_flexion"]
    assert np.allclose(knee, np.degrees(np.linspace(0, 1, 20)), atol=0.01)
    assert np.nanmax(fit.distance) < 1e-4
    assert "5 of the model's markers are not in the file" in fit.warnings[-1]
    turned = motion.copy()
    turned["position"] = (
        ("time", "space", "keypoints"),
        np.einsum("ji,tjk->tik", TO_OPENSIM, motion["position"].values),
    )
    in_walk_frame = fit_osim(model, turned.assign_attrs(frame="walk"))
    assert np.allclose(in_walk_frame.q, fit.q, atol=1e-5)


def test_too_few_markers_are_named(tmp_path: Path) -> None:
    model = read(osim_text.every_joint(), tmp_path)
    motion = seen_motion(model, model.chain.default[None].repeat(3, 0), ["m_b0", "m_b1"])
    with pytest.raises(
        InputError, match=r"only 2 of the model's markers are in the file.*m_b7.*the file has m_b0, m_b1"
    ):
        fit_osim(model, motion)
