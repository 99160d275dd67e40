"""The reader of our model file against MuJoCo's own, and what it refuses."""

from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from kinechain.body.kinematics import body_frames, point_positions
from kinechain.body.mjcf import read_mjcf
from kinechain.errors import InputError

MODEL = Path(str(resources.files("kinechain.body"))) / "body.xml"
MINIMAL = """<mujoco><compiler angle="radian"/><worldbody>
<body name="trunk" pos="0 0 1"><joint name="up" type="slide" axis="0 0 1" ref="1"/>{extra}</body>
</worldbody></mujoco>"""


def write(folder: Path, extra: str = "", whole: str = MINIMAL) -> Path:
    path = folder / "model.xml"
    path.write_text(whole.replace("{extra}", extra), encoding="utf-8")
    return path


def test_bodies_and_sites_lie_where_mujoco_puts_them() -> None:
    mujoco = pytest.importorskip("mujoco")
    model = read_mjcf(MODEL)
    simulated = mujoco.MjModel.from_xml_path(str(MODEL))
    data = mujoco.MjData(simulated)
    assert [simulated.joint(i).name for i in range(simulated.njnt)] == list(model.chain.coordinate_names)
    assert np.allclose(simulated.qpos0, model.chain.default)
    sites = list(model.sites)
    random = np.random.default_rng(1)
    for _ in range(5):
        q = random.uniform(-1, 1, len(model.chain.coordinates))
        data.qpos[:] = q
        mujoco.mj_kinematics(simulated, data)
        rotation, position = body_frames(model.chain, q[None])
        for index, name in enumerate(model.chain.bodies[1:], start=1):
            assert np.allclose(position[0, index], data.body(name).xpos, atol=1e-12)
            assert np.allclose(rotation[0, index], data.body(name).xmat.reshape(3, 3), atol=1e-12)
        bodies = np.array([model.sites[name].body for name in sites])
        places = np.array([model.sites[name].place for name in sites])
        points = point_positions(model.chain, q[None], bodies, places)[0]
        assert np.allclose(points, [data.site(name).xpos for name in sites], atol=1e-12)


def test_a_slide_counts_from_its_reference(tmp_path: Path) -> None:
    model = read_mjcf(write(tmp_path))
    assert model.chain.default == pytest.approx([1.0])
    _, position = body_frames(model.chain, np.array([[1.0], [1.25]]))
    assert position[:, 1, 2] == pytest.approx([1.0, 1.25])


def test_ranges_and_sites_are_read(tmp_path: Path) -> None:
    inside = '<joint name="turn" axis="0 0 2" range="-1 2"/><site name="a" pos="1 2 3" user="4 5 6"/>'
    model = read_mjcf(write(tmp_path, inside + '<site name="b" pos="1 0 0"/>'))
    assert model.chain.coordinates[1].lowest == -1
    assert model.chain.coordinates[1].highest == 2
    assert model.sites["a"].user == pytest.approx([4, 5, 6])
    assert model.sites["b"].user is None


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ('<joint name="j" type="ball"/>', "hinges and slides"),
        ('<joint name="j" pos="0 0 1"/>', "at the origin"),
        ('<joint name="j" ref="0.2"/>', "neutral pose"),
        ("<joint/>", "no name"),
        ('<body name="b" quat="1 0 0 0"/>', "parallel"),
        ('<site name="s" pos="1 2"/>', "needs 3 numbers"),
        ('<site name="s" pos="1 2 x"/>', "needs 3 numbers"),
    ],
)
def test_what_it_does_not_understand_it_refuses(tmp_path: Path, extra: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_mjcf(write(tmp_path, extra))


@pytest.mark.parametrize("whole", ["<mujoco>", "<mujoco><worldbody/></mujoco>", "<robot/>"])
def test_another_file_is_refused(tmp_path: Path, whole: str) -> None:
    with pytest.raises(InputError, match=r"model\.xml is no"):
        read_mjcf(write(tmp_path, whole=whole))
