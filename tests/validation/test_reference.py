"""Reading what others read from laboratories' files."""

import json
from pathlib import Path

import pytest

from kinechain.errors import InputError
from kinechain.validation.reference import read_reference

ENTRY = {
    "file": "zoo/walk.c3d",
    "rate": 100.0,
    "events": [["Left", "Foot Strike", 1.354, 12], ["Right", "Foot Off", 1.44, 21]],
    "speed_mps": 1.3,
    "sides": {"L": {"hip_max": 33.5, "hallux_DF_max": None}},
    "force_plate_contacts_s_on_off_peakN": [[[2.284, 2.807, 374.0], [3.0, 3.2, 90.0]], []],
}


def write(folder: Path, entry: object) -> Path:
    (folder / "reference_c3d.json").write_text(json.dumps([entry]), encoding="utf-8")
    return folder


def test_times_count_from_the_file_s_first_frame(tmp_path: Path) -> None:
    found = read_reference(write(tmp_path, ENTRY))["zoo/walk.c3d"]
    assert [(event.side, event.kind, event.time_s) for event in found.events] == [
        ("left", "foot_strike", 0.12),
        ("right", "foot_off", 0.21),
    ]
    # The first frame is round(1.354 * 100) - 12 = 123 of the laboratory's; a touch of 90 N is no step.
    assert [(contact.on_s, contact.off_s) for contact in found.contacts] == [pytest.approx((1.054, 1.577))]
    assert found.extremes == {"left": {"hip_max": 33.5}}


def test_a_folder_need_not_have_it(tmp_path: Path) -> None:
    assert read_reference(tmp_path) == {}


@pytest.mark.parametrize("broken", [{"file": "x"}, 3, {**ENTRY, "events": [["Middle", "Foot Strike", 1, 1]]}])
def test_another_shape_is_refused_in_one_line(tmp_path: Path, broken: object) -> None:
    with pytest.raises(InputError, match=r"reference_c3d.json is not as expected"):
        read_reference(write(tmp_path, broken))
