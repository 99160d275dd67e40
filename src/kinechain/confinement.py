"""Locking a process up before it reads a file from outside.

Called by a child process on itself, once, before it looks at the first byte. Afterwards it can
compute, use the files it already holds, start threads of its own and exit. It cannot open a file,
reach the network, start a program or take more memory and time than it was given.

Written for POSIX systems. On Linux (x86-64 and arm64) the kernel enforces this with a system call
filter that refuses whatever is not on a short list. Elsewhere only the limits on memory, time and
files hold.
"""

import ctypes
import errno
import os
import platform
import resource
import struct
import sys

# Generous for decoding and parsing; a name absent from a table does not exist on that machine.
ALLOWED_X86_64 = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "poll": 7, "lseek": 8, "mmap": 9, "mprotect": 10,
    "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "pread64": 17,
    "readv": 19, "writev": 20, "select": 23, "sched_yield": 24, "mremap": 25, "madvise": 28, "dup": 32,
    "nanosleep": 35, "getpid": 39, "exit": 60, "uname": 63, "getrlimit": 97, "getrusage": 98, "sysinfo": 99,
    "times": 100, "sigaltstack": 131, "setrlimit": 160, "gettid": 186, "time": 201, "futex": 202,
    "sched_getaffinity": 204, "restart_syscall": 219, "clock_gettime": 228,
    "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231, "tgkill": 234, "get_mempolicy": 239,
    "set_robust_list": 273, "ppoll": 271, "prlimit64": 302, "getcpu": 309, "getrandom": 318,
    "membarrier": 324, "rseq": 334, "gettimeofday": 96, "arch_prctl": 158, "prctl": 157, "pselect6": 270,
}  # fmt: skip
ALLOWED_ARM64 = {
    "dup": 23, "close": 57, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66, "pread64": 67,
    "pselect6": 72, "ppoll": 73, "fstat": 80, "exit": 93, "exit_group": 94, "futex": 98,
    "set_robust_list": 99, "nanosleep": 101, "clock_gettime": 113, "clock_getres": 114,
    "clock_nanosleep": 115, "sched_getaffinity": 123, "sched_yield": 124,
    "restart_syscall": 128, "tgkill": 131, "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135,
    "rt_sigreturn": 139, "times": 153, "uname": 160, "getrlimit": 163, "setrlimit": 164, "getrusage": 165,
    "prctl": 167, "getcpu": 168, "gettimeofday": 169, "getpid": 172, "gettid": 178, "sysinfo": 179,
    "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222, "mprotect": 226, "madvise": 233,
    "get_mempolicy": 236, "prlimit64": 261, "getrandom": 278, "membarrier": 283, "rseq": 293,
}  # fmt: skip
# machine: (AUDIT_ARCH_*, allowed calls, number of clone); clone3 is 435 on both.
MACHINES = {
    "x86_64": (0xC000003E, ALLOWED_X86_64, 56),
    "aarch64": (0xC00000B7, ALLOWED_ARM64, 220),
}
CLONE3 = 435
CLONE_THREAD = 0x00010000

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER = 22, 38, 2
LOAD_WORD, JUMP_IF_EQUAL, JUMP_IF_SET, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, KILL, REFUSE, PRETEND_ABSENT = (
    0x7FFF0000,
    0x80000000,
    0x00050000 | errno.EPERM,
    0x00050000 | errno.ENOSYS,
)
OFFSET_CALL, OFFSET_MACHINE, OFFSET_FIRST_ARGUMENT = 0, 4, 16


def confine(memory_bytes: int, cpu_seconds: int) -> None:
    """Give up this process's freedom for good.

    `cpu_seconds` is a first allowance, which `allow_time` can raise.
    Raises OSError where the kernel should enforce it but does not let us ask.
    """
    _limit_resources(memory_bytes, cpu_seconds)
    if sys.platform == "linux" and platform.machine() in MACHINES:
        _filter_system_calls(*MACHINES[platform.machine()])


def allow_time(cpu_seconds: int) -> None:
    """Set the processor time this process may use in all; it is killed at the end of it."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = cpu_seconds if hard == resource.RLIM_INFINITY else min(cpu_seconds, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _limit_resources(memory_bytes: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    if sys.platform == "linux":  # macOS counts shared system libraries and would refuse any sane figure
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    allow_time(cpu_seconds)


def _filter_system_calls(machine: int, allowed: dict[str, int], clone: int) -> None:
    program = _program(machine, allowed, clone)
    buffer = ctypes.create_string_buffer(program, len(program))

    class Filter(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))

    filter_ = Filter(len(program) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    _prctl(libc, PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1))
    _prctl(libc, PR_SET_SECCOMP, ctypes.c_ulong(SECCOMP_MODE_FILTER), ctypes.byref(filter_))


def _prctl(libc: ctypes.CDLL, option: int, *arguments: object) -> None:
    padded = [*arguments, *[ctypes.c_ulong(0)] * (4 - len(arguments))]
    if libc.prctl(option, *padded) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"the kernel refused to confine this process: {os.strerror(code)}")


def _program(machine: int, allowed: dict[str, int], clone: int) -> bytes:
    """The filter in the kernel's packet filter language: everything not named is refused."""
    steps = [
        _step(LOAD_WORD, OFFSET_MACHINE),
        _step(JUMP_IF_EQUAL, machine, if_true=1),
        _step(RETURN, KILL),
        _step(LOAD_WORD, OFFSET_CALL),
    ]
    for number in allowed.values():
        steps += [_step(JUMP_IF_EQUAL, number, if_false=1), _step(RETURN, ALLOW)]
    # The C library falls back from clone3, whose arguments a filter cannot see, to clone, whose it can.
    steps += [_step(JUMP_IF_EQUAL, CLONE3, if_false=1), _step(RETURN, PRETEND_ABSENT)]
    # A thread may be started, a process may not.
    steps += [_step(JUMP_IF_EQUAL, clone, if_false=3), _step(LOAD_WORD, OFFSET_FIRST_ARGUMENT)]
    steps += [_step(JUMP_IF_SET, CLONE_THREAD, if_false=1), _step(RETURN, ALLOW), _step(RETURN, REFUSE)]
    return b"".join(steps)


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
