"""What a locked-up child can still do: nothing that reaches outside it."""

import json
import platform
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kinechain.child import Child, ChildEndedError, ChildStalledError
from kinechain.confinement import MACHINES

CONFINED = sys.platform == "linux" and platform.machine() in MACHINES
StartChild = Callable[..., Child]
linux = pytest.mark.skipif(not CONFINED, reason="the kernel's system call filter exists on Linux only")

ATTEMPTS = """
import ctypes, json, mmap, os, signal, socket, sys, threading, time
from kinechain.confinement import confine

def attempts(folder):
    yield "network", lambda: socket.socket()
    yield "datagram", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    yield "local socket", lambda: socket.socket(socket.AF_UNIX)
    yield "socket pair", lambda: socket.socketpair()
    yield "read a file", lambda: open("/etc/passwd")
    yield "write a file", lambda: open(folder + "/new", "w")
    yield "make a folder", lambda: os.mkdir(folder + "/new")
    yield "rename", lambda: os.rename(folder + "/old", folder + "/new")
    yield "delete", lambda: os.unlink(folder + "/old")
    yield "list a folder", lambda: os.listdir(folder)
    yield "fork", lambda: os.fork()
    yield "run a program", lambda: os.execv("/bin/true", ["true"])
    yield "signal another", lambda: os.kill(os.getppid(), 0)
    yield "anonymous file", lambda: os.memfd_create("x")
    yield "take memory", lambda: mmap.mmap(-1, 1 << 30)
    yield "compute", lambda: sum(range(1000))
    yield "start a thread", lambda: threading.Thread(target=int).start()

def main(arguments):
    confine(512 << 20, 20)
    result = {}
    for name, attempt in attempts(arguments[0]):
        try:
            attempt()
            result[name] = "done"
        except Exception as error:
            result[name] = type(error).__name__
    os.write(1, json.dumps(result).encode().ljust(2000))
"""


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StartChild:
    """Starts a child that runs the given source, with an empty file as its input."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "input").touch()

    def start(source: str, *arguments: str, stall_seconds: float = 20.0) -> Child:
        (tmp_path / "prisoner.py").write_text(source)
        with (tmp_path / "input").open("rb") as file:
            return Child("prisoner", list(arguments), file, stall_seconds)

    return start


@linux
def test_nothing_outside_can_be_reached(child: StartChild, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "old").write_text("here")
    with child(ATTEMPTS, str(folder)) as prisoner:
        result = json.loads(prisoner.read(2000))
    allowed = {name for name, outcome in result.items() if outcome == "done"}
    assert allowed == {"compute", "start a thread"}
    assert result["network"] == result["write a file"] == result["fork"] == "PermissionError"
    assert [entry.name for entry in folder.iterdir()] == ["old"]


@linux
def test_the_filter_refuses_the_other_system_call_table(child: StartChild) -> None:
    """A 64-bit program can call through the 32-bit table, whose numbers mean other things."""
    source = """
import ctypes, mmap, os
from kinechain.confinement import confine

def main(arguments):
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20 (getpid); int 0x80; ret
    call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
    confine(512 << 20, 20)
    call()
    os.write(1, b"reached")
"""
    if platform.machine() != "x86_64":
        pytest.skip("x86 only")
    with child(source) as prisoner, pytest.raises(ChildEndedError):
        prisoner.read(7)
    assert prisoner.signal in {31, 11}  # SIGSYS; SIGSEGV where the kernel has no 32-bit table


def test_endless_computing_is_stopped(child: StartChild) -> None:
    source = """
from kinechain.confinement import confine

def main(arguments):
    confine(512 << 20, 1)
    while True:
        pass
"""
    with child(source) as prisoner, pytest.raises(ChildEndedError):
        prisoner.read(1)
    assert prisoner.signal == 24  # SIGXCPU


def test_silence_is_stopped(child: StartChild) -> None:
    with (
        child("import time\ndef main(arguments): time.sleep(60)", stall_seconds=0.5) as prisoner,
        pytest.raises(ChildStalledError),
    ):
        prisoner.read(1)
    assert prisoner.signal == 9


def test_an_answer_cut_short(child: StartChild) -> None:
    with (
        child("import os\ndef main(arguments): os.write(1, b'half')") as prisoner,
        pytest.raises(ChildEndedError),
    ):
        prisoner.read(8)
    assert prisoner.signal is None
