"""Every way in which laboratories write a label means the same marker, and every known set is recognised."""

import numpy as np
import pytest
import xarray as xr
from walking_markers import dataset, markers

from kinechain.errors import InputError
from kinechain.motion.files import read_motion
from kinechain.motion.keypoints import KEYPOINTS
from kinechain.motion.markers.marker_labels import readings, subject_of
from kinechain.motion.markers.marker_sets import canonical, recognise
from kinechain.motion.markers.marker_table import marker_table
from laboratory import DATA, needs_data


def sided(left: str, right: str, names: str) -> list[str]:
    """Every name with either side's mark before it."""
    return [side + name for side in (left, right) for name in names.split()]


PLUG_IN_GAIT = sided("L", "R", "ASI PSI THI KNE TIB ANK HEE TOE")
CGM2 = PLUG_IN_GAIT + sided("L", "R", "THAP THAD TIAP TIAD")
CGM2_FOOT = CGM2 + sided("L", "R", "SMH FMH VMH")
OPENCAP = [
    *(f"{name}_study" for name in sided("L.", "r.", "ASIS PSIS")),
    *(
        f"{name}_study"
        for name in sided("L_", "r_", "knee mknee ankle mankle calc toe 5meta shoulder thigh1 sh1")
    ),
    *(f"{name}_study" for name in sided("L_", "r_", "lelbow melbow lwrist mwrist")),
    *sided("L", "R", "HJC_study Shoulder Hip Knee Ankle BigToe Heel"),
    *("C7_study", "Neck", "midHip"),
]
OPENCAP_LABORATORY = [
    "C7",
    *sided("L.", "r.", "ASIS PSIS"),
    *sided("L_", "r_", "knee mknee ankle mankle calc toe 5meta shoulder thigh1 thigh2 sh1 sh2"),
]
HALPE = [
    *("Hip", "Neck", "Head", "Nose"),
    *sided("L", "R", "Hip Knee Ankle BigToe SmallToe Heel Shoulder Elbow Wrist"),
]
ISB = sided("L_", "R_", "IAS IPS FLE FME FAL TAM FCC FM1 FM5")
GAIT2392 = [
    *("V.Sacral", "Sternum", "Top.Head"),
    *sided("L.", "R.", "ASIS Thigh.Upper Thigh.Front Knee.Lat Knee.Med Shank.Upper Ankle.Lat Heel"),
    *sided("L.", "R.", "Toe.Lat Toe.Med Toe.Tip Acromium"),
]
RAJAGOPAL = ["C7", "CLAV", *sided("L", "R", "ASI PSI TH1 TH2 LFC MFC TB1 TB2 LMAL MMAL CAL TOE MT5 ACR")]
CAMEL_CASE = sided("Left", "Right", "Hip Knee Ankle Heel FootIndex")
WRITTEN = [
    *("LASI", "lasi", "L.ASI", "l_asi", "L-ASI", "L ASI", "LASI_1", "L_ASI_2", "Anna:LASI", "Anna B.:L.ASIS"),
    *("Left_ASIS", "LeftASIS", "left asis", "asis_l", "ASIS.L", "ASISLeft", "asis_left", "Anna_LASI"),
    *("LASI (2)", " LASI "),
]
KNOWN = [
    (PLUG_IN_GAIT, "Plug-in Gait", "LKNE left_knee_lateral RTOE right_toe LTHI left_thigh"),
    (CGM2, "CGM2 (2.1", "LTHAP left_thigh_1 RTIAD right_shank_2 LTOE left_toe"),
    (CGM2_FOOT, "CGM2 with its foot", "RSMH right_toe LTOE left_midfoot LVMH left_fifth_metatarsal_head"),
    (OPENCAP, "OpenCap (video", "r_knee_study right_knee_lateral RKnee right_knee L_calc_study left_heel"),
    (OPENCAP, "OpenCap (video", "RHJC_study right_hip midHip mid_hip L_mwrist_study left_wrist_ulnar"),
    (OPENCAP_LABORATORY, "OpenCap's lab", "r_knee right_knee_lateral L_5meta left_fifth_metatarsal_head"),
    (HALPE, "HALPE", "Hip mid_hip RHip right_hip LBigToe left_big_toe Head head"),
    (GAIT2392, "OpenSim", "R.Knee.Lat right_knee_lateral L.Toe.Tip left_toe_tip V.Sacral sacrum"),
    (RAJAGOPAL, "Rajagopal", "RLMAL right_ankle_lateral LLFC left_knee_lateral RCAL right_heel"),
    (ISB, "Anatomical", "L_FLE left_knee_lateral R_FCC right_heel"),
    (KEYPOINTS, "BlazePose", "left_foot_index left_toe_tip right_ear right_ear"),
    (CAMEL_CASE, "BlazePose", "LeftFootIndex left_toe_tip RightKnee right_knee"),
]


def test_the_table_holds_together() -> None:
    table = marker_table()
    assert {"plug_in_gait", "oxford_foot", "cgm2", "rajagopal", "opencap", "halpe_26"} <= set(table.sets)
    assert all(entry.names for entry in table.sets.values())
    assert "asis" in table.sided
    assert "sacrum" in table.midline


@pytest.mark.parametrize("label", WRITTEN)
def test_a_label_means_the_same_however_it_is_written(label: str) -> None:
    others = [name for name in PLUG_IN_GAIT if name != "LASI"]
    assert recognise([*others, label]).names[label] == "left_asis"


@pytest.mark.parametrize("label", ["HEEL", "Rear", "Steel", "L", "R", "", "_", "LASIX", "Left", "7", "**"])
def test_a_label_that_only_looks_like_one_means_nothing_else(label: str) -> None:
    names = recognise([*PLUG_IN_GAIT, label]).names
    assert not names.get(label, "").startswith("left")


def test_a_single_letter_is_a_side_at_the_end_only_where_it_stands_apart() -> None:
    assert ("left", "hee") not in list(readings("HEEL"))
    assert ("left", "heel") in list(readings("heel_l"))


def test_the_subject_is_what_stands_before_the_last_colon() -> None:
    assert subject_of("Lab 2:Anna:LASI") == "Lab 2:Anna"
    assert subject_of("LASI") == ""


@pytest.mark.parametrize(("labels", "title", "known"), KNOWN)
def test_every_set_is_recognised(labels: list[str], title: str, known: str) -> None:
    found = recognise(labels)
    assert found.marker_set.startswith(title)
    pairs = known.split()
    assert all(found.names[label] == name for label, name in zip(pairs[::2], pairs[1::2], strict=True))
    assert found.unknown == ()
    assert len(set(found.names.values())) == len(found.names)


@pytest.mark.parametrize("labels", [PLUG_IN_GAIT, OPENCAP, HALPE, GAIT2392, RAJAGOPAL, ISB, CGM2])
def test_left_and_right_are_alike(labels: list[str]) -> None:
    names = set(recognise(labels).names.values())
    both = {name for name in names if name.startswith(("left_", "right_"))}
    assert {name.replace("left_", "right_") for name in both} == {n for n in both if n[0] == "r"}


def test_the_order_of_labels_does_not_matter() -> None:
    for labels in (PLUG_IN_GAIT, OPENCAP, CGM2):
        assert recognise(labels).names == recognise(labels[::-1]).names


def test_own_names_are_their_own_meaning() -> None:
    motion = markers()
    found = recognise([str(name) for name in motion["keypoints"].values])
    assert all(label == name for label, name in found.names.items())
    xr.testing.assert_equal(canonical(motion), motion)
    assert canonical(motion).attrs["warnings"] == []


def test_what_is_unlabelled_or_worked_out_is_left_out_in_silence() -> None:
    found = recognise([*PLUG_IN_GAIT, "*12", "*179", "PELO", "LFEA", "RHJC", "CentreOfMass"])
    assert found.unknown == ()
    assert len(found.names) == len(PLUG_IN_GAIT)
    assert recognise([*PLUG_IN_GAIT, "LWAND"]).unknown == ("LWAND",)


def test_of_two_labels_for_one_marker_the_better_seen_counts() -> None:
    labels = [*PLUG_IN_GAIT, "L.ASIS"]
    assert recognise(labels, {"LASI": 0.5}).names["L.ASIS"] == "left_asis"
    found = recognise(labels, {"L.ASIS": 0.5})
    assert found.names["LASI"] == "left_asis"
    assert found.twins == ("L.ASIS",)


def test_what_is_missing_and_what_it_costs_is_said() -> None:
    found = recognise([label for label in PLUG_IN_GAIT if label != "LANK"])
    assert found.missing == ("left_ankle_lateral",)
    assert "ankle angles (right only)" in found.can_measure
    assert any(line.startswith("ankle angles (left): needs ankle_lateral") for line in found.cannot_measure)
    whole = recognise(PLUG_IN_GAIT)
    assert whole.missing == ()
    assert "knee angles" in whole.can_measure
    assert any(line.startswith("toe extension") for line in whole.cannot_measure)


def file_with(labels: list[str], seen: dict[str, float] | None = None) -> xr.Dataset:
    random = np.random.default_rng(4)
    points = {}
    for label in labels:
        track = random.normal(0, 1, (50, 3))
        track[int(50 * (seen or {}).get(label, 1.0)) :] = np.nan
        points[label] = track
    return dataset(np.arange(50) / 100, points, 100.0)


def test_renaming_keeps_everything_else() -> None:
    motion = file_with([*PLUG_IN_GAIT, "LWAND"])
    motion["force"] = (("plate_time", "plate", "space"), np.ones((500, 2, 3)))
    motion.attrs["warnings"] = ["read with care"]
    renamed = canonical(motion)
    np.testing.assert_array_equal(
        renamed["position"].sel(keypoints="left_knee_lateral"), motion["position"].sel(keypoints="LKNE")
    )
    assert renamed["force"].identical(motion["force"])
    assert renamed.attrs["marker_set"] == "Plug-in Gait"
    assert renamed.attrs["warnings"] == [
        "read with care",
        "labels without a known meaning were left out: LWAND",
    ]
    assert motion.attrs["warnings"] == ["read with care"]
    assert "left_asis" in renamed["keypoints"].values


def test_renaming_takes_the_better_seen_of_two() -> None:
    renamed = canonical(file_with([*PLUG_IN_GAIT, "L_ASI"], {"LASI": 0.3}))
    assert np.isfinite(renamed["position"].sel(keypoints="left_asis").values).all()
    assert "left out: LASI" in renamed.attrs["warnings"][0]


def test_of_two_subjects_the_better_seen_one_is_kept() -> None:
    labels = [f"{who}:{label}" for who in ("Anna", "Ben") for label in PLUG_IN_GAIT]
    motion = file_with(labels, {label: 0.4 for label in labels if label.startswith("Anna")})
    renamed = canonical(motion)
    assert renamed.sizes["keypoints"] == len(PLUG_IN_GAIT)
    np.testing.assert_array_equal(
        renamed["position"].sel(keypoints="left_asis"), motion["position"].sel(keypoints="Ben:LASI")
    )
    assert any("Ben is measured, not Anna" in line for line in renamed.attrs["warnings"])


UNKNOWN = (
    ["Q1", "Q2", "Q3"],
    [f"Point{number}" for number in range(300)],
    ["*1", "*2"],
    ["LASI", "RASI"],
    ["A\x1b[31m\n" * 50, "B"],
    ["C7", "T10", "CLAV"],
)


@pytest.mark.parametrize("labels", UNKNOWN)
def test_an_unknown_set_is_refused_in_one_line(labels: list[str]) -> None:
    with pytest.raises(InputError) as refusal:
        canonical(file_with(labels))
    line = str(refusal.value)
    assert line.startswith("no known marker set")
    assert "Plug-in Gait" in line
    assert line.isprintable()
    assert len(line) < 1200


RECORDED = {
    "biomechzoo": ("Oxford Foot Model with Plug-in Gait", 59),
    "c3dparser": ("Plug-in Gait", 16),
    "gaitalytics": ("Human Body Model (Motek), HBM and HBM2", 26),
    "opensim": ("OpenSim's walking examples", 41),
    "bmc": ("BMClab", 28),
}


@needs_data
@pytest.mark.parametrize("folder", RECORDED)
def test_every_recorded_file_is_recognised(folder: str) -> None:
    title, fewest = RECORDED[folder]
    files = [path for ending in ("c3d", "trc") for path in sorted((DATA / folder).rglob(f"*.{ending}"))]
    assert files
    for path in files:
        motion = canonical(read_motion(path))
        assert motion.attrs["marker_set"] == title, path
        assert motion.sizes["keypoints"] >= fewest
        assert not any("known meaning" in line for line in motion.attrs["warnings"]), path
