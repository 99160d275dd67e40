"""Our body: its conventions, its mirror symmetry, and de Leva's table in it."""

from importlib import resources
from pathlib import Path

import numpy as np
import pytest
import yaml

from kinechain.body.kinematics import body_frames, point_positions
from kinechain.body.own_body import Body, load_body, neutral_places
from kinechain.body.segment_masses import Portion, Sex, joined, rest, segment, table
from kinechain.errors import InputError

PACKAGE = Path(str(resources.files("kinechain")))
MIRROR = np.array([1.0, -1.0, 1.0])
DEGREE = np.pi / 180


def pose(body: Body, **degrees: float) -> np.ndarray:
    """One frame (1, Q): the neutral pose with these angles."""
    q = body.chain.default.copy()
    for name, angle in degrees.items():
        q[body.chain.coordinate(name)] = angle * DEGREE
    return q[None]


def track(body: Body, name: str, q: np.ndarray) -> np.ndarray:
    return point_positions(body.chain, q, *body.places([name]))[:, 0]


def other(name: str) -> str:
    """The name of the same thing on the other side."""
    for one, two in (("left_", "right_"), ("right_", "left_")):
        if name.startswith(one):
            return name.replace(one, two, 1)
    return name


def test_it_compiles_in_mujoco_and_looks_like_a_body() -> None:
    mujoco = pytest.importorskip("mujoco")
    model = mujoco.MjModel.from_xml_path(str(PACKAGE / "body" / "body.xml"))
    assert model.nbody - 1 == len(load_body().chain.bodies) - 1
    with_shape = {int(body) for body in model.geom_bodyid}
    bare = {model.body(index).name for index in range(1, model.nbody)} - {
        model.body(index).name for index in with_shape
    }
    assert bare <= {"left_talus", "right_talus"}


def test_the_masses_in_the_file_are_those_of_the_table() -> None:
    mujoco = pytest.importorskip("mujoco")
    model = mujoco.MjModel.from_xml_path(str(PACKAGE / "body" / "body.xml"))
    body = load_body()
    for index, name in enumerate(body.chain.bodies[1:], start=1):
        of_file = model.body(name)
        assert of_file.mass[0] == pytest.approx(body.mass[index], rel=1e-4)
        assert of_file.ipos == pytest.approx(body.centre[index], abs=1e-5)
        turned = np.empty(9)
        mujoco.mju_quat2Mat(turned, of_file.iquat)
        tensor = turned.reshape(3, 3) @ np.diag(of_file.inertia) @ turned.reshape(3, 3).T
        assert tensor == pytest.approx(body.inertia[index], rel=2e-3, abs=1e-6)


def test_neutral_stands_on_the_floor_upright_and_parallel() -> None:
    body = load_body()
    q = pose(body)
    rotation, position = body_frames(body.chain, q)
    assert np.allclose(rotation, np.eye(3))
    soles = [name for name in body.points if name.endswith("_sole")]
    assert track(body, soles[0], q).shape == (1, 3)
    assert all(abs(track(body, name, q)[0, 2]) < 1e-12 for name in soles)
    assert body.stature_m == pytest.approx(table()["reference"]["male"]["stature_m"])
    for side in ("left", "right"):
        leg = position[0, [body.chain.body(f"{side}_{part}") for part in ("thigh", "shank", "talus")]]
        assert np.ptp(leg[:, :2], axis=0) == pytest.approx([0, 0], abs=1e-12)


def test_the_pelvis_is_harrington_s() -> None:
    body = load_body()
    asis, psis = body.landmark("left_asis").place, body.landmark("left_psis").place
    width, depth = 2 * asis[1] * 1000, (asis[0] - psis[0]) * 1000
    assert asis[2] == psis[2] == body.landmark("sacrum").place[2]
    hip = body.chain.tree.joint_position[body.chain.body("left_thigh")]
    from_asis = (hip - asis * (1, 0, 1)) * 1000
    assert from_asis == pytest.approx(
        [-0.24 * depth - 9.9, 0.33 * width + 7.3, -0.30 * width - 10.9], abs=0.5
    )


def test_right_mirrors_left() -> None:
    body, places = load_body(), neutral_places(load_body().chain)
    for name in body.chain.bodies[1:]:
        here, there = body.chain.body(name), body.chain.body(other(name))
        assert np.allclose(places[here] * MIRROR, places[there])
        assert np.allclose(body.centre[here] * MIRROR, body.centre[there])
        assert np.allclose(body.inertia[here] * np.outer(MIRROR, MIRROR), body.inertia[there])
    for points in (body.landmarks, body.points):
        for name in points:
            if name == "right_scapula":
                continue
            one, two = points[name], points[other(name)]
            assert other(body.chain.bodies[one.body]) == body.chain.bodies[two.body]
            assert np.allclose(one.place * MIRROR, two.place), name
    for name, mark in body.landmarks.items():
        if name != "right_scapula":
            assert np.allclose(mark.sd, body.landmarks[other(name)].sd), name


@pytest.mark.parametrize("seed", range(3))
def test_a_mirrored_pose_is_the_mirror_of_the_pose(seed: int) -> None:
    body = load_body()
    chain = body.chain
    q = chain.default + np.random.default_rng(seed).normal(0, 0.3, len(chain.coordinates))
    across = ("pelvis_y", "pelvis_rotation", "pelvis_obliquity")
    mirrored = np.array(
        [
            q[chain.coordinate(other(name))]
            * (-1 if name in across or name.endswith(("_bending",)) or is_spine_rotation(name) else 1)
            for name in chain.coordinate_names
        ]
    )
    for name in ("left_toe_tip", "right_hand", "head_top", "left_ear", "right_knee_lateral", "c7"):
        assert track(body, other(name), mirrored[None]) == pytest.approx(track(body, name, q[None]) * MIRROR)


def is_spine_rotation(name: str) -> bool:
    return name in {"lumbar_rotation", "thorax_rotation", "neck_rotation", "head_rotation"}


@pytest.mark.parametrize(
    ("coordinate", "landmark", "axis", "sign"),
    [
        ("pelvis_rotation", "left_asis", 0, -1),
        ("pelvis_tilt", "left_asis", 2, -1),
        ("pelvis_obliquity", "left_asis", 2, 1),
        ("right_hip_flexion", "right_knee", 0, 1),
        ("right_hip_adduction", "right_knee", 1, 1),
        ("right_hip_rotation", "right_toe", 1, 1),
        ("right_knee_flexion", "right_ankle", 0, -1),
        ("right_knee_adduction", "right_ankle", 1, 1),
        ("right_knee_rotation", "right_toe", 1, 1),
        ("right_ankle_dorsiflexion", "right_toe", 2, 1),
        ("right_subtalar_inversion", "right_heel_medial", 2, 1),
        ("right_subtalar_inversion", "right_fifth_metatarsal_head", 2, -1),
        ("right_toe_extension", "right_toe_tip", 2, 1),
        ("lumbar_flexion", "head_top", 0, 1),
        ("thorax_bending", "head_top", 1, -1),
        ("neck_rotation", "nose", 1, 1),
        ("head_flexion", "nose", 2, -1),
        ("right_shoulder_flexion", "right_wrist", 0, 1),
        ("right_shoulder_abduction", "right_wrist", 1, -1),
        ("right_shoulder_rotation", "right_wrist_radial", 1, 1),
        ("right_elbow_flexion", "right_wrist", 0, 1),
    ],
)
def test_signs_are_as_named(coordinate: str, landmark: str, axis: int, sign: int) -> None:
    body = load_body()
    step = track(body, landmark, pose(body, **{coordinate: 5})) - track(body, landmark, pose(body))
    assert sign * step[0, axis] > 0.001


def test_knee_and_ankle_mean_what_laboratories_mean() -> None:
    body = load_body()
    q = pose(body, left_hip_flexion=30, left_knee_flexion=50, left_ankle_dorsiflexion=-12)
    hip, knee, ankle = (track(body, f"left_{joint}", q)[0] for joint in ("hip", "knee", "ankle"))
    thigh, shank = hip - knee, knee - ankle
    angle = np.arccos(thigh @ shank / np.linalg.norm(thigh) / np.linalg.norm(shank)) / DEGREE
    assert angle == pytest.approx(50)
    sole = track(body, "left_first_metatarsal_sole", q)[0] - track(body, "left_heel_sole", q)[0]
    sole *= (1, 0, 1)
    to_shank = np.arccos(sole @ shank / np.linalg.norm(sole) / np.linalg.norm(shank)) / DEGREE
    assert to_shank - 90 == pytest.approx(12)


def test_pelvic_tilt_is_the_slope_of_the_markers_plane_at_any_heading() -> None:
    body = load_body()
    for heading in (0, 40, 170):
        q = pose(body, pelvis_tilt=11, pelvis_rotation=heading)
        front = (track(body, "left_asis", q) + track(body, "right_asis", q)) / 2
        slope = (track(body, "sacrum", q) - front)[0]
        assert np.degrees(np.arcsin(slope[2] / np.linalg.norm(slope))) == pytest.approx(11)


def test_the_knee_markers_lie_on_the_axis() -> None:
    body = load_body()
    bent = pose(body, left_knee_flexion=60)
    for side in ("lateral", "medial"):
        mark = body.landmark(f"left_knee_{side}")
        assert mark.place[[0, 2]] == pytest.approx(body.landmark("left_knee").place[[0, 2]])
        assert mark.sd[0] <= 0.006
    assert track(body, "left_knee_lateral", bent) == pytest.approx(
        track(body, "left_knee_lateral", pose(body))
    )


def test_every_name_that_files_are_read_to_has_its_place() -> None:
    sets = PACKAGE / "motion" / "markers" / "marker_sets.yaml"
    if not sets.exists():
        pytest.skip("marker_sets.yaml is not there")
    names = set()
    for part in yaml.safe_load(sets.read_text(encoding="utf-8"))["landmarks"].values():
        names |= set(part.get("midline", []))
        names |= {f"{side}_{name}" for name in part.get("sided", []) for side in ("left", "right")}
    assert names <= set(load_body().landmarks)


def test_sd_are_of_a_sane_size() -> None:
    for name, mark in load_body().landmarks.items():
        assert ((mark.sd >= 0.003) & (mark.sd <= 0.1)).all(), name


@pytest.mark.parametrize("sex", ["male", "female"])
def test_masses_add_up_to_the_table(sex: Sex) -> None:
    body = load_body(sex)
    assert body.mass.sum() == pytest.approx(body.mass_kg)
    rows = {name: segment(name, sex) for name in table()["segments"]}
    total = sum(rows[n].mass for n in ("head_and_neck", "upper_trunk", "middle_trunk", "lower_trunk"))
    total += 2 * sum(rows[n].mass for n in ("upper_arm", "forearm", "hand", "thigh", "shank", "foot"))
    assert total == pytest.approx(1, abs=2e-4)

    def share(*names: str) -> float:
        return float(sum(body.share[body.chain.body(name)] for name in names)) * total

    assert share("left_thigh") == pytest.approx(rows["thigh"].mass)
    assert share("left_foot", "left_talus", "left_toes") == pytest.approx(rows["foot"].mass)
    assert share("head", "neck") == pytest.approx(rows["head_and_neck"].mass)
    trunk = rows["upper_trunk"].mass + rows["middle_trunk"].mass + rows["lower_trunk"].mass
    assert share("pelvis", "lumbar", "thorax") == pytest.approx(trunk)


@pytest.mark.parametrize("sex", ["male", "female"])
def test_our_cuts_of_the_trunk_put_together_are_de_leva_s_trunk(sex: Sex) -> None:
    body, places = load_body(sex), neutral_places(load_body().chain)
    indices = [body.chain.body(name) for name in ("pelvis", "lumbar", "thorax")]
    trunk = joined(*(Portion(body.share[i], places[i] + body.centre[i], body.spread[i]) for i in indices))
    top = body.points["cervicale"]
    height = places[top.body][2] + top.place[2]
    # His "trunk 2", cervicale to mid-hip: centre 51.38 % (male), 49.64 % (female) from the top.
    assert 1 - trunk.centre[2] / height == pytest.approx({"male": 0.5138, "female": 0.4964}[sex], abs=0.005)
    # Its radii: 32.8 and 30.6 % (male), 30.7 and 29.2 % (female). Our trunk is bent forward of straight.
    radii = np.sqrt(np.diag(trunk.moments())[:2]) / height
    assert radii == pytest.approx({"male": (0.328, 0.306), "female": (0.307, 0.292)}[sex], rel=0.05)


def test_whole_foot_and_head_are_de_leva_s() -> None:
    body, places = load_body(), neutral_places(load_body().chain)
    indices = [body.chain.body(f"left_{name}") for name in ("talus", "foot", "toes")]
    foot = joined(*(Portion(body.share[i], places[i] + body.centre[i], body.spread[i]) for i in indices))
    heel, tip = body.points["left_pternion"], body.points["left_acropodion"]
    start, end = places[heel.body] + heel.place, places[tip.body] + tip.place
    assert end[0] - start[0] == pytest.approx(0.2581, abs=2e-4)
    assert (foot.centre[0] - start[0]) / (end[0] - start[0]) == pytest.approx(0.4415)
    assert np.sqrt(foot.moments()[1, 1]) == pytest.approx(0.245 * 0.258, rel=1e-3)
    head = [body.chain.body(name) for name in ("head", "neck")]
    whole = joined(*(Portion(body.share[i], places[i] + body.centre[i], body.spread[i]) for i in head))
    crown = places[body.points["vertex"].body] + body.points["vertex"].place
    neck_end = places[body.points["cervicale"].body] + body.points["cervicale"].place
    assert crown[2] - whole.centre[2] == pytest.approx(0.5002 * (crown[2] - neck_end[2]))


def test_every_inertia_is_one_that_a_body_can_have() -> None:
    for sex in ("male", "female"):
        body = load_body(sex)
        for tensor in body.inertia[1:]:
            a, b, c = np.sort(np.linalg.eigvalsh(tensor))
            assert a > 0
            assert a + b >= c


def test_rest_undoes_joined() -> None:
    one = Portion(0.2, np.array([1.0, 0, 2]), np.diag([0.1, 0.2, 0.3]))
    two = Portion(0.3, np.array([0.0, 1, 0]), np.diag([0.3, 0.1, 0.1]))
    left = rest(joined(one, two), one)
    assert left.share == pytest.approx(0.3)
    assert left.centre == pytest.approx(two.centre)
    assert left.spread == pytest.approx(two.spread)


def test_an_unknown_landmark_is_named() -> None:
    with pytest.raises(InputError, match="no landmark 'tail'"):
        load_body().landmark("tail")
