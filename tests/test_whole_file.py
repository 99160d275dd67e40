import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kinechain.errors import InputError
from kinechain.whole_file import check_place, replace_file


def put(text: str) -> Callable[[Path], None]:
    """A writer of `text`."""

    def write(path: Path) -> None:
        path.write_text(text, encoding="utf-8")

    return write


def failing(code: int) -> Callable[..., Any]:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def refusal(act: Callable[[], None], path: Path) -> str:
    with pytest.raises(InputError) as raised:
        act()
    line = str(raised.value)
    assert "\n" not in line
    assert path.name in line
    return line


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_appears_whole_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "walk.trc"
    replace_file(path, put("new"))
    assert path.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_bare_name_means_this_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    check_place(Path("walk.trc"))
    replace_file(Path("walk.trc"), put("new"))
    assert (tmp_path / "walk.trc").read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [tmp_path / "walk.trc"]


def test_the_writer_sees_the_ending_and_the_old_file_stands_until_the_end(tmp_path: Path) -> None:
    path = tmp_path / "people.png"
    path.write_text("old")

    def write(beside: Path) -> None:
        assert (beside.parent, beside.suffix) == (tmp_path, ".png")
        beside.write_text("half")
        assert path.read_text() == "old"
        beside.write_text("whole")

    replace_file(path, write)
    assert path.read_text() == "whole"


def test_it_is_on_the_disk_before_the_old_file_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    sync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        sync(descriptor)

    def replaced(self: Path, target: Path) -> Path:
        done.append("replace")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    replace_file(tmp_path / "x", put("new"))
    assert done == ["file", "replace", "folder"]


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    replace_file(tmp_path / "x", put("new"))
    assert mode(tmp_path / "x") == mode(tmp_path / "other")


def test_a_private_file_stays_private(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.touch()
    path.chmod(0o600)
    replace_file(path, put("new"))
    assert mode(path) == 0o600


def test_a_link_keeps_leading_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    real, link = tmp_path / "far" / "real", tmp_path / "link"
    link.symlink_to(real)
    for text in ("first", "second"):
        check_place(link)
        replace_file(link, put(text))
        assert link.is_symlink()
        assert real.read_text() == text
    assert list((tmp_path / "far").iterdir()) == [real]


def test_a_link_to_itself_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "x").symlink_to(tmp_path / "x")
    replace_file(tmp_path / "x", put("new"))
    assert (tmp_path / "x").read_text() == "new"


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        check_place(pipe)
        replace_file(pipe, put("new"))
        assert os.read(reader, 10) == b"new"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_device_is_one_line_and_stays() -> None:
    path = Path("/dev/full")
    assert "No space left" in refusal(lambda: replace_file(path, put("new")), path)
    assert stat.S_ISCHR(path.stat().st_mode)


@pytest.mark.parametrize("moment", ["write", "sync", "replace"])
@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (errno.ENOSPC, "No space left on device; make some room"),
        (errno.EDQUOT, "make some room"),
        (errno.EROFS, "where you may write"),
        (errno.EIO, "try another place"),
    ],
)
def test_trouble_at_any_moment_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, code: int, advice: str
) -> None:
    path = tmp_path / "walk.trc"
    path.write_text("old")
    owner, name = {"write": (Path, "write_text"), "sync": (os, "fsync"), "replace": (Path, "replace")}[moment]
    monkeypatch.setattr(owner, name, failing(code))
    line = refusal(lambda: replace_file(path, put("new")), path)
    monkeypatch.undo()
    assert "cannot be written" in line
    assert advice in line
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_half_written_file_is_cleared_away(tmp_path: Path) -> None:
    path = tmp_path / "walk.trc"
    path.write_text("old")

    def write(beside: Path) -> None:
        beside.write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")

    assert "No space left" in refusal(lambda: replace_file(path, write), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, RuntimeError, InputError])
def test_what_else_a_writer_raises_is_passed_on(tmp_path: Path, trouble: type[BaseException]) -> None:
    path = tmp_path / "walk.trc"
    path.write_text("old")

    def write(beside: Path) -> None:
        beside.write_text("half")
        raise trouble

    with pytest.raises(trouble):
        replace_file(path, write)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


ACTS: dict[str, Callable[[Path], None]] = {
    "check": check_place,
    "replace": lambda path: replace_file(path, put("new")),
}


@pytest.mark.parametrize("act", ACTS)
def test_places_that_cannot_be_are_refused(tmp_path: Path, act: str) -> None:
    def line(path: Path) -> str:
        return refusal(lambda: ACTS[act](path), path)

    (tmp_path / "file").write_text("old")
    assert "is a folder" in line(tmp_path)
    assert f"there is no folder {tmp_path / 'none'}" in line(tmp_path / "none" / "x")
    assert "there is no folder" in line(tmp_path / "file" / "x")
    assert "shorter name" in line(tmp_path / ("x" * 300))
    assert (tmp_path / "file").read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("act", ACTS)
def test_a_link_into_nowhere_names_the_folder_that_lacks(tmp_path: Path, act: str) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "none" / "x")
    assert f"there is no folder {tmp_path / 'none'}" in refusal(lambda: ACTS[act](link), link)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_is_closed_is_refused(tmp_path: Path, act: str) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "x").write_text("old")
    folder.chmod(0o500)
    try:
        assert "where you may write" in refusal(lambda: ACTS[act](folder / "x"), folder / "x")
        assert (folder / "x").read_text() == "old"
    finally:
        folder.chmod(0o700)


@pytest.mark.parametrize("act", ACTS)
def test_a_folder_that_refuses_new_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    path = tmp_path / "x"
    monkeypatch.setattr(Path, "touch" if act == "check" else "write_text", failing(errno.EACCES))
    assert "where you may write" in refusal(lambda: ACTS[act](path), path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("act", ACTS)
def test_a_protected_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    path.chmod(0o400)
    monkeypatch.setattr(os, "access", lambda *_: False)  # as it is for anybody but root
    assert "protected" in refusal(lambda: ACTS[act](path), path)
    assert path.read_text() == "old"


def test_checking_a_place_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    check_place(tmp_path / "new")
    check_place(tmp_path / "old")
    assert [entry.name for entry in tmp_path.iterdir()] == ["old"]
    assert (tmp_path / "old").read_text() == "old"


def test_a_strange_name_is_shown_on_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        check_place(tmp_path / "none\n\x1b[2J" / "x")
    assert str(raised.value).isprintable()
