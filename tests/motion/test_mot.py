from pathlib import Path

import numpy as np
import pytest
from crowd import LABELS, crowd
from good_files import c3d, ground_mot, markers_sto, trc
from moving import moving

from kinechain.errors import InputError
from kinechain.motion.dataset import check_motion
from kinechain.motion.files import read_motion
from kinechain.motion.mot import write_mot
from kinechain.motion.reading.ground_forces import read_ground_forces, with_forces
from kinechain.motion.reading.reading import RefusedError
from kinechain.motion.reading.storage_file import read_storage, read_storage_markers
from kinechain.motion.reading.storage_forces import read_storage_forces
from laboratory import DATA, needs_data


def saved(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_columns_are_written_as_opensim_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "fitted.mot"
    time = np.arange(5) / 100
    columns = {"knee_flexion_left": np.array([0.1, 12.3456789012, -5, 1e-9, 1e6]), "pelvis_tx": time * 2}
    write_mot(path, time, columns, in_degrees=True)
    lines = path.read_text().splitlines()
    assert lines[:7] == [
        "fitted", "version=1", "nRows=5", "nColumns=3", "inDegrees=yes", "endheader",
        "time\tknee_flexion_left\tpelvis_tx",
    ]  # fmt: skip
    storage = read_storage(path.read_bytes())
    assert storage.facts["indegrees"] == "yes"
    np.testing.assert_allclose(storage.times.time, time)
    for name, values in columns.items():
        np.testing.assert_allclose(storage.columns[name], values, rtol=1e-9)


def test_columns_that_cannot_be_written_are_refused(tmp_path: Path) -> None:
    for columns in ({"a": [1.0]}, {"a b": [1.0, 2.0]}, {"": [1.0, 2.0]}):
        with pytest.raises(ValueError, match="column"):
            write_mot(tmp_path / "x.mot", [0.0, 0.1], columns, in_degrees=False)


def test_opensim_reads_what_was_written(tmp_path: Path) -> None:
    opensim = pytest.importorskip("opensim", reason="OpenSim is not installed (extra comparisons)")
    path = tmp_path / "fitted.mot"
    write_mot(path, np.arange(5) / 100, {"knee": np.arange(5.0)}, in_degrees=True)
    table = opensim.TimeSeriesTable(str(path))
    assert (table.getNumRows(), tuple(table.getColumnLabels())) == (5, ("knee",))
    assert table.getDependentColumn("knee").to_numpy() == pytest.approx(np.arange(5))


def test_forces_come_in_newtons_with_where_they_act(tmp_path: Path) -> None:
    forces = read_ground_forces(saved(tmp_path, "ground.mot", ground_mot()))
    assert dict(forces.sizes) == {"plate_time": 200, "plate": 2, "space": 3, "corner": 4}
    np.testing.assert_allclose(forces["force"].values[10], [[30, 700, -20], [0, 0, 0]])
    np.testing.assert_allclose(forces["centre_of_pressure"].values[10, 0], [0.2, 0, -0.1])
    assert np.isnan(forces["centre_of_pressure"].values[10, 1]).all()
    np.testing.assert_allclose(forces["free_moment"].values[[10, 150]], [[4, 0], [0, -3]])
    assert np.isnan(forces["plate_corners"].values).all()


NAMES = {
    "a side in the middle": (
        "1_ground_force_",
        "ground_force_left_",
        "1_ground_torque_",
        "ground_torque_left_",
    ),
    "a side in front": ("1_ground_force_", "L_ground_force_", "1_ground_torque_", "L_ground_torque_"),
    "a number in the middle": ("1_ground_force_", "ground_force_2_", "1_ground_torque_", "ground_torque_2_"),
}


@pytest.mark.parametrize("name", NAMES)
def test_other_names_of_the_same_columns_are_read(name: str) -> None:
    content = ground_mot().decode()
    before_force, force, before_torque, torque = NAMES[name]
    forces = read_storage_forces(
        content.replace(before_force, force).replace(before_torque, torque).encode()
    ).forces
    assert forces is not None
    np.testing.assert_allclose(forces.force[150], [[0, 0, 0], [10, 650, 15]])
    np.testing.assert_allclose(forces.free_moment[150], [0, -3])


def test_short_names_are_read() -> None:
    head = "forces\nendheader\ntime\tf1_x\tf1_y\tf1_z\tp1_x\tp1_y\tp1_z\tm1_x\tm1_y\tm1_z\n"
    rows = "".join(f"{at / 100}\t1\t-600\t2\t250\t0\t{at}\t0\t9000\t0\n" for at in range(10))
    forces = read_storage_forces((head + rows.replace("\t250", "\t25000")).encode()).forces
    assert forces is not None
    # The force on the ground was given, in N and mm.
    np.testing.assert_allclose(forces.force[3, 0], [-1, 600, -2])
    np.testing.assert_allclose(forces.centre[3, 0], [25, 0, 0.003])
    np.testing.assert_allclose(forces.free_moment[3, 0], -9)


def test_forces_join_a_walk_on_its_own_clock(tmp_path: Path) -> None:
    walk = trc().decode().split("\n")
    walk[6:-1] = [
        "\t".join([n, f"{float(t) + 2:.3f}", rest]) for n, t, rest in (x.split("\t", 2) for x in walk[6:-1])
    ]
    motion = read_motion(saved(tmp_path, "walk.trc", "\n".join(walk).encode()))
    ground = saved(tmp_path, "ground.mot", ground_mot(start_s=1.9))
    joined = with_forces(motion, ground)
    check_motion(joined)
    assert joined["plate_time"].values[0] == pytest.approx(-0.1)
    assert joined.attrs == motion.attrs
    late = saved(tmp_path, "late.mot", ground_mot(start_s=9.0))
    with pytest.raises(InputError, match="forces of the same walk"):
        with_forces(motion, late)
    with pytest.raises(InputError, match="has forces already"):
        with_forces(joined, ground)
    with pytest.raises(InputError, match="not with a video"):
        with_forces(moving(), ground)
    with pytest.raises(InputError, match="has forces already"):
        with_forces(read_motion(saved(tmp_path, "walk.c3d", c3d())), ground)


def test_markers_in_a_storage_file_are_a_walk(tmp_path: Path) -> None:
    motion = read_motion(saved(tmp_path, "walk.sto", markers_sto()))
    assert tuple(motion["keypoints"].values) == LABELS
    np.testing.assert_allclose(
        motion["position"].transpose("time", "keypoints", "space"), crowd(20), atol=1e-5
    )
    flat = markers_sto().decode().replace("DataType=Vec3\n", "").replace(",", "\t")
    flat = flat.replace("\t".join(LABELS), "\t".join(f"{name}_t{axis}" for name in LABELS for axis in "xyz"))
    assert read_storage_markers(flat.encode()).names == LABELS


def test_angles_are_no_walk_and_markers_are_no_forces(tmp_path: Path) -> None:
    path = tmp_path / "angles.mot"
    write_mot(path, np.arange(9) / 100, {"knee": np.arange(9.0), "hip": np.arange(9.0)}, in_degrees=True)
    with pytest.raises(InputError, match="no positions of markers, but angles or forces"):
        read_motion(path)
    with pytest.raises(InputError, match="no positions of markers, but angles or forces"):
        read_motion(saved(tmp_path, "ground.mot", ground_mot()))
    with pytest.raises(InputError, match="holds no forces of the ground"):
        read_ground_forces(path)
    with pytest.raises(InputError, match=r"ends in \.mot or \.sto"):
        read_ground_forces(tmp_path / "walk.trc")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"time\ta\n0\t1\n1\t2\n", "no line 'endheader'"),
        (b"x\nendheader\nframe\ta\n0\t1\n", "no column 'time'"),
        (b"x\nendheader\ntime\ta\ta\n0\t1\t2\n1\t1\t2\n", "two columns of the same name"),
        (ground_mot().replace(b"\t30\t700\t", b"\t3\t7\t").replace(b"\t650\t", b"\t6\t"), "over 20 N"),
        (ground_mot().replace(b"\t700\t", b"\tnan\t"), "lacks some of its forces"),
        (ground_mot().replace(b"force_p", b"nothing_p"), "where its forces act"),
    ],
)
def test_damaged_tables_are_refused(content: bytes, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        read_storage_forces(content)


@needs_data
def test_a_laboratorys_forces_show_its_contacts() -> None:
    """Right 0.274 to 1.015 s, left 0.842 to 1.582 s."""
    folder = DATA / "opensim" / "example3DWalking"
    motion = with_forces(read_motion(folder / "markers_walk.trc"), folder / "grf_walk.mot")
    time = motion["plate_time"].values
    for plate, (on_s, off_s) in enumerate([(0.274, 1.015), (0.842, 1.582)]):
        loaded = time[motion["force"].values[:, plate, 1] > 20]
        first = loaded[: int(np.argmax(np.append(np.diff(loaded), 1.0) > 0.1)) + 1]
        assert (first[0], first[-1]) == pytest.approx((on_s, off_s), abs=0.01)
        centre = motion["centre_of_pressure"].values[:, plate]
        assert np.nanmax(np.abs(centre)) < 2
