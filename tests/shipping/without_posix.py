"""Makes this process like one on Windows, as far as Python can: imported first, as `sitecustomize`.

The modules that only POSIX has cannot be imported, but by the standard library, which has other branches there. Names that Windows lacks
are gone from `os`, `signal`, `socket`, `select` and `time`. A text file whose encoding is not named is an error in our modules, because it
would have another one there.
"""

from __future__ import annotations

import asyncio
import builtins
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from typing import Any

LOADED = (asyncio, subprocess, tempfile)
"""Parts of the standard library that look at the system while they are imported, so they come first."""

MODULES = frozenset(
    ("crypt", "fcntl", "grp", "nis", "ossaudiodev", "posix", "pty", "pwd", "readline", "resource", "spwd", "syslog", "termios", "tty")
)
NAMES: dict[Any, str] = {
    os: "O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK O_SYNC WEXITSTATUS WIFEXITED WNOHANG chown chroot fchdir fchmod fchown fork "
    "forkpty getegid geteuid getgid getgroups getpgid getpgrp getpriority getsid getuid initgroups killpg lchown lockf mkfifo nice "
    "openpty pathconf posix_fadvise posix_spawn pread pwrite register_at_fork sched_getaffinity sendfile setegid seteuid setgid setpgid "
    "setpriority setsid setuid sync sysconf tcgetpgrp tcsetpgrp uname wait wait3 wait4",
    signal: "SIGALRM SIGCHLD SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2 SIGWINCH alarm getitimer pause "
    "pthread_kill pthread_sigmask setitimer siginterrupt sigpending sigwait",
    socket: "AF_UNIX SO_REUSEPORT MSG_NOSIGNAL sethostname",
    select: "epoll poll",
    time: "clock_settime pthread_getcpuclockid tzset",
}
"""What Windows has not, by module."""

KEPT = ("AF_UNIX",)
"""The standard library makes socket pairs with it here, and without it on Windows."""

imported = builtins.__import__


def without(name: str, around: Any = None, *rest: Any, **named: Any) -> Any:
    importer = str((around or {}).get("__name__", "")).partition(".")[0]
    if name.partition(".")[0] in MODULES and importer not in sys.stdlib_module_names:
        raise ImportError(f"No module named {name!r}", name=name)
    return imported(name, around, *rest, **named)


def play_windows() -> None:
    """From now on this process has no names and modules that Windows has not."""
    builtins.__import__ = without
    for module, names in NAMES.items():
        for name in names.split():
            if hasattr(module, name) and name not in KEPT:
                delattr(module, name)
    warnings.filterwarnings("error", category=EncodingWarning, module=r"mockclio\b")


if __name__ == "sitecustomize":
    play_windows()
