"""A small run of virtual phones over laboratories' walks, from the files to what is told."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from kinechain.errors import InputError
from kinechain.validation.phone_run import run_phones
from laboratory import DATA, needs_data

CHILD = "biomechzoo/raw_c3d_files/HC030A"


def test_a_folder_without_walks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no C3D file of a walk"):
        run_phones(tmp_path, cache=tmp_path)


@needs_data
def test_the_same_seed_films_the_same_clips(tmp_path: Path) -> None:
    pytest.importorskip("numba", reason="the fitted body needs the extra lab")
    shutil.copytree(DATA / CHILD, tmp_path / "HC030A")
    calls: list[tuple[int, int | None]] = []
    first, again = (
        run_phones(
            tmp_path,
            2,
            cache=tmp_path / "cache",
            on_progress=lambda done, of: calls.append((done, of)),
        )
        for _ in range(2)
    )
    assert len(list((tmp_path / "cache").iterdir())) == 1
    assert calls == [(0, 2), (1, 2), (2, 2)] * 2
    assert len(first.told) == 2
    for one, other in zip(first.told, again.told, strict=True):
        assert one.found == other.found > 1
        assert one.events == other.events
    # One person alone teaches nothing of others, so nothing is told.
    assert first.learnt == {}
    assert not any(result.strides for result in first.told)
    assert np.isfinite([event.late_s for result in first.told for event in result.events]).any()
