"""One run over a folder of laboratories' walks: measure each from its markers, compare, and sum up."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kinechain.errors import InputError, KinechainError
from kinechain.motion.dataset import Floats
from kinechain.validation.agreement import agreement
from kinechain.validation.compared_outputs import compared_outputs
from kinechain.validation.compared_walk import ComparedWalk, compare_walk
from kinechain.validation.film_rows import phone_rows
from kinechain.validation.interval_honesty import differences, held_out, learn_from
from kinechain.validation.known_walks import known_walks
from kinechain.validation.laboratory_truth import laboratory_truth
from kinechain.validation.measured_walk import measure_alone
from kinechain.validation.phone_run import CLIPS, PhoneRun, run_phones
from kinechain.validation.phone_table import phone_text
from kinechain.validation.processes import processes
from kinechain.validation.program_rows import program_rows
from kinechain.validation.recordings import Recording, find_recordings
from kinechain.validation.reference import Reference, read_reference
from kinechain.validation.rendered_trial import RenderedTrial
from kinechain.validation.rows import comparison_rows
from kinechain.validation.table import Row
from kinechain.validation.validation import DataNote, Failure, Validation

OnProgress = Callable[[int, int | None], None]
FINGERPRINT_LENGTH = 12


def run_validation(
    folder: Path | str,
    on_progress: OnProgress = lambda _done, _expected: None,
    *,
    workers: int = 1,
    programs: bool = True,
) -> Validation:
    """Measure every walk in `folder` from its markers alone and compare it with what its file says.

    `on_progress` is called with the number of walks done and their number. A file that cannot be measured
    becomes a `Failure` and a row; the run goes on. With several `workers` walks are measured in processes of
    their own. `programs`: also compare speeds, and figures with OpenSim's where it is installed.

    Data requirements: C3D files with a laboratory's events, plates or model outputs; ``reference_c3d.json``
    where others have read them.

    Raises
    ------
    InputError
        Where the folder holds no such file, or its ``reference_c3d.json`` is damaged.

    """
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder; give the one that holds the laboratories' files")
    recordings = find_recordings(folder)
    if not recordings:
        raise InputError(f"{folder} holds no walk to compare with: no .c3d file that is not a static trial")
    found = list(_compared(recordings, read_reference(folder), on_progress, workers))
    walks = tuple(walk for walk in found if isinstance(walk, ComparedWalk))
    failures = tuple(failure for failure in found if isinstance(failure, Failure))
    return summed_up(_note(recordings), walks, failures, program_rows(folder) if programs else ())


def with_phones(
    validation: Validation,
    folder: Path | str,
    clips: int = CLIPS,
    on_progress: OnProgress = lambda _done, _expected: None,
    *,
    workers: int = 1,
) -> Validation:
    """`validation` with what virtual phones say of the walks in `folder`; as it is where they cannot film."""
    try:
        phone = run_phones(folder, clips, workers=workers, on_progress=on_progress)
    except InputError:
        return validation
    return with_phone_run(validation, phone)


def with_phone_run(validation: Validation, phone: PhoneRun) -> Validation:
    """`validation` with what virtual phones said, and a row for each of their targets."""
    return replace(validation, phone=phone, rows=(*validation.rows, *phone_rows(phone.told)))


def with_rendered(
    validation: Validation, folder: Path, on_progress: OnProgress = lambda _done, _expected: None
) -> Validation:
    """`validation` with what drawn walkers say. Raises `InputError` where nothing can be drawn."""
    from kinechain.validation.rendered_run import run_rendered

    return with_rendered_trials(validation, run_rendered(folder, on_progress=on_progress))


def with_rendered_trials(validation: Validation, trials: Sequence[RenderedTrial]) -> Validation:
    """`validation` with what drawn walkers' clips said: their errors' table, what is said of them alone, and
    a row for each target.
    """
    from kinechain.validation.rendered_run import learn_rendered, rendered_section, rendered_text

    section = rendered_section(trials)
    # What a reader needs to know of such tables stands above those of virtual phones, where there are any.
    errors = phone_text([section.phone], intro=validation.phone is None)
    return replace(
        validation,
        rendered=learn_rendered(trials),
        rows=(*validation.rows, *section.rows),
        sections=(*validation.sections, errors, rendered_text(section)),
    )


def summed_up(
    data: DataNote,
    walks: Sequence[ComparedWalk],
    failures: Sequence[Failure],
    more: Sequence[Row] = (),
) -> Validation:
    """What compared walks say together, with `more` rows below."""
    measures = [measure for measure in compared_outputs().measures if differences(walks, measure)]
    teaching = [measure for measure in measures if measure in compared_outputs().teaching]
    learnt = {measure: learn_from(walks, measure) for measure in teaching}
    held = held_out(walks, teaching)
    return Validation(
        data=data,
        walks=tuple(walks),
        failures=tuple(failures),
        agreements={measure: agreement(differences(walks, measure)) for measure in measures},
        learnt={measure: error for measure, error in learnt.items() if error is not None},
        held=held,
        rows=(*comparison_rows(walks, len(failures), held), *more),
    )


def _compared(
    recordings: Sequence[Recording],
    references: Mapping[str, Reference],
    on_progress: OnProgress,
    workers: int,
) -> Iterator[ComparedWalk | Failure]:
    on_progress(0, len(recordings))
    asked = [(recording, references.get(recording.name)) for recording in recordings]
    with processes(min(workers, len(asked))) as each:
        yield from _counted(each(_compare, *zip(*asked, strict=True)), on_progress, len(asked))


def _counted(
    found: Iterator[ComparedWalk | Failure], on_progress: OnProgress, expected: int
) -> Iterator[ComparedWalk | Failure]:
    for done, each in enumerate(found, start=1):
        yield each
        on_progress(done, expected)


def _compare(recording: Recording, reference: Reference | None) -> ComparedWalk | Failure:
    from kinechain.motion.files import read_motion

    try:
        motion = read_motion(recording.path)
        static = read_motion(recording.static) if recording.static else None
        known = known_walks().get(recording.name)
        standing = _outputs(recording.static) if recording.static else {}
        truth = laboratory_truth(motion, _outputs(recording.path), reference, known, standing)
        return compare_walk(recording, measure_alone(motion, static), truth)
    except KinechainError as error:
        return Failure(recording.name, str(error).replace(str(recording.path), recording.path.name))
    except Exception as error:  # noqa: BLE001  one file's fault of ours must not end the run; it is a row
        return Failure(recording.name, f"a fault in kinechain: {type(error).__name__}: {error}")


def _outputs(path: Path) -> dict[str, Floats]:
    """The laboratory's own model outputs, none where its file has none."""
    from kinechain.motion.files import read_model_outputs

    if path.suffix.lower() != ".c3d":
        return {}
    try:
        return read_model_outputs(path)
    except InputError:
        return {}


def _note(recordings: Sequence[Recording]) -> DataNote:
    paths = [path for recording in recordings for path in (recording.path, recording.static) if path]
    print_of_all = hashlib.sha256()
    for path in dict.fromkeys(paths):
        print_of_all.update(path.read_bytes())
    return DataNote(
        files=len(recordings),
        collections=tuple(dict.fromkeys(recording.collection for recording in recordings)),
        day=datetime.now(UTC).date().isoformat(),
        fingerprint=print_of_all.hexdigest()[:FINGERPRINT_LENGTH],
    )
