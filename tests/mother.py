"""A process that has the whole program loaded and forks for whatever a test wants run.

Starting Python and reading the program costs one and a half seconds of a processor, a fork a
hundredth. Each fork is a process of its own: it opens its own database connection, and what it
changes in the program is gone when it ends.

    with Mother(env) as mother:
        mother.python("print(1)")              # "1": what was printed last.
        mother.tomoni("doctor", "--json")      # A command, as typed: (exit code, what it said).
        mother.start("tests.app", PORT="80")   # A function `main` of that module, beside the test.
        mother.begin("tick", "--loop", log=…)  # A command beside the test, leading its own group.

`Mother(env, "tests.day.mother")` is a process that prepares itself in another way.
"""

import contextlib
import ctypes
import importlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
DONE, FAILED = "\x00done", "\x00failed"


class Mother:
    """One environment's process; started when it is first needed."""

    def __init__(self, env: dict[str, str], module: str = "tests.mother") -> None:
        self.env, self._module = env, module
        self._folder = tempfile.TemporaryDirectory(prefix="tomoni-mother-")
        self._door = os.path.join(self._folder.name, "door")
        self._process: subprocess.Popen[str] | None = None
        self._children: list[int] = []

    def __enter__(self) -> "Mother":
        return self

    def __exit__(self, *how: object) -> None:
        self.close()

    def close(self) -> None:
        """End what was started beside the test, and the process."""
        for pid in self._children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        for pid in self._children:
            wait_for_the_end(pid)
        if self._process:
            self._process.kill()
            self._process.communicate()
        self._folder.cleanup()

    def python(self, code: str) -> str:
        """Run a piece of Python to its end; gives the last line it printed."""
        said = self._ask({"code": code})
        said, _, end = said.rpartition("\x00")
        assert f"\x00{end}" == DONE, said[-3000:]
        return (said.strip().splitlines() or [""])[-1]

    def tomoni(self, *words: str) -> tuple[int, str]:
        """Run a command of the program to its end; gives its exit code and all it said."""
        said, _, end = self._ask({"words": words}).rpartition("\x00")
        return int(end), said

    def start(self, module: str, **env: str) -> int:
        """Run `main()` of `module` beside the test, with these words in its environment."""
        pid = int(self._ask({"module": module, "env": env}))
        self._children.append(pid)
        return pid

    def begin(self, *words: str, log: str) -> int:
        """Run a command beside the test; all it starts can be killed as its process group."""
        return int(self._ask({"words": words, "log": log}))

    def tell(self, *known: Any) -> None:
        """Let the process itself do what its module does with such words."""
        self._ask({"itself": known})

    def _ask(self, what: dict[str, Any]) -> str:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module, self._door], env=self.env, cwd=ROOT,
                stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            assert self._process.stdout
            assert self._process.stdout.readline() == "ready\n"
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(self._door)
            line.sendall(json.dumps(what).encode() + b"\n")
            with line.makefile(encoding="utf-8", errors="replace") as answer:
                return answer.read()


def wait_for_the_end(pid: int, patience: float = 20) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    raise AssertionError(f"{pid} did not end when it was asked to")


def load() -> None:
    """Import what the forks will need; no database is touched, for no connection may be shared."""
    import gc

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.urls import get_resolver
    from granian.server import mp  # noqa: F401

    import config.wsgi  # noqa: F401
    import tests.factories
    import tests.people  # noqa: F401

    _ = get_resolver().url_patterns
    gc.freeze()


def child(asked: dict[str, Any], line: socket.socket) -> None:
    """The life of a fork."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if "module" in asked:
        line.sendall(str(os.getpid()).encode())
        line.close()
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        os.environ.update(asked["env"])
        importlib.import_module(asked["module"]).main()
        return
    if "log" in asked:
        beside(asked["words"], asked["log"], line)
        return
    out = line.makefile("w", encoding="utf-8", newline="")
    if "words" in asked:
        out.write(said(asked["words"]))
        out.flush()
        return
    from tests import factories

    factories.number_from(1_000 * os.getpid())
    sys.stdout, sys.stderr = out, io.StringIO()  # type: ignore[assignment]
    try:
        exec(compile(asked["code"], "<test>", "exec"), {"__name__": "__main__"})
        end = DONE
    except BaseException:
        out.write(traceback.format_exc())
        end = FAILED
    out.write(end)
    out.flush()


def beside(words: list[str], log: str, line: socket.socket) -> None:
    """A command that goes on beside the test and says what it has to say into a file.

    It leads its own group before anybody knows its number, so that it can be killed at once.
    """
    from django.core.management import call_command

    os.setsid()
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in (1, 2):
        os.dup2(out, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    line.sendall(str(os.getpid()).encode())
    line.close()
    try:
        call_command(*words)
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()


def said(words: list[str]) -> str:
    """What a command says on its two outputs, and its exit code, as the shell would see them."""
    from tomoni.__main__ import main as tomoni

    with tempfile.TemporaryFile("w+b") as out, tempfile.TemporaryFile("w+b") as errors:
        os.dup2(out.fileno(), 1)
        os.dup2(errors.fileno(), 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.argv = ["tomoni", *words]
        code = 0
        try:
            tomoni()
        except SystemExit as end:
            if isinstance(end.code, str):
                sys.stderr.write(end.code + "\n")
            code = end.code if isinstance(end.code, int) else bool(end.code)
        except BaseException:
            traceback.print_exc()
            code = 1
        sys.stdout.flush()
        sys.stderr.flush()
        texts = []
        for file in (out, errors):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    return f"{''.join(texts)}\x00{int(code)}"


def main(
    load: Callable[[], None] = load, itself: Callable[..., None] = lambda *known: None
) -> None:
    """Load, then fork for each who asks; `itself` is done here, for all forks that follow."""
    load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # The kernel takes the dead away,
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)  # also those a killed server leaves.
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(sys.argv[1])
        door.listen(64)
        print("ready", flush=True)
        while True:
            line, _ = door.accept()
            with line.makefile() as words:
                asked = json.loads(words.readline())
            if "itself" in asked:
                itself(*asked["itself"])
            elif os.fork() == 0:
                door.close()
                try:
                    child(asked, line)
                finally:
                    os._exit(0)
            line.close()


if __name__ == "__main__":
    main()
