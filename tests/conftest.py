"""Its presence puts this folder on the path, so that every room's tests can import the synthetic walker."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kinechain.capture.recording import Recording


@pytest.fixture(scope="session")
def sample_recording() -> "Recording":
    """Everybody in the sample clip, followed once for all tests."""
    from kinechain.capture.recording import record
    from kinechain.demo import sample_video

    return record(sample_video())
