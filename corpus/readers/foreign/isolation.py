"""Runs a reader in a process of its own, with limits and without a network.

Files of strangers are read by large parsers, of which some are not written in Python. One that
crashes, hangs or grows takes only its own process with it. What a process sends is checked like
the fields of any file: nothing of it is unpickled or run.
"""

import ctypes
import importlib
import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, cast

from corpus.readers.foreign.parts import TOO_DEEP, NotReadable, Part, Parts, receive, send

ROOT = Path(__file__).resolve().parents[3]

# What a reader may see of our environment: where Python is, and no secret of the desk.
_VARIABLES = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
# What Python reports (sys.audit) before a connection, a further program or a link is made.
_REFUSED_EVENTS = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile",
    "os.system", "os.link", "os.symlink", "os.remove", "os.rename", "os.rmdir", "os.mkdir",
    "ftplib.", "smtplib.", "urllib.",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
# From linux/sched.h: a network of its own is allowed to everybody who is alone in a user space.
_NEW_USERS, _NEW_NETWORK = 0x10000000, 0x40000000

_NO_RESOURCES = "memory and processor time are not limited: the system has no resource limits"


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory` and `output` are bytes, `seconds` are those that one part may take.

    `memory` is the address space of the process, `output` what all parts of a file have together.
    """

    memory: int = 512 * 1024 * 1024
    seconds: float = 30
    output: int = 2_000_000_000


LIMITS = Limits()


def read_apart(reader: str, file: BinaryIO, start: int = 0, limits: Limits = LIMITS) -> Parts:
    """Yield the parts that a reader finds in a file behind `start`.

    `reader` is the name of its module: its `read` takes the file and `start`, and yields Parts.
    Raises NotReadable if the reader does, and if it crashes or exceeds a limit; the parts before
    that were yielded.
    """
    request = {"reader": reader, "start": start, "limits": asdict(limits)}
    # The process inherits a copy as its input: the place in an open file would be that of both.
    with TemporaryFile() as copy:
        file.seek(0)
        copyfileobj(file, copy)
        copy.seek(0)
        with _process(request, copy) as process:
            total = 0
            while part := _next_part(process, limits.seconds):
                total += len(part.content)
                if total > limits.output:
                    raise NotReadable(f"It holds more than {limits.output / 1e6:,g} MB of files.")
                yield part


def missing_limits() -> list[str]:
    """Return which limits this system does not set, each with the reason; it starts a process."""
    return [part.name for part in read_apart("", io.BytesIO())]


@contextmanager
def _process(request: dict[str, Any], stdin: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603 - nothing of it was typed
        [sys.executable, "-m", __name__, json.dumps(request)],
        cwd=ROOT,
        env={name: os.environ[name] for name in _VARIABLES if name in os.environ},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        _output_of(process).close()
        process.wait()


def _output_of(process: subprocess.Popen[bytes]) -> BinaryIO:
    return cast(BinaryIO, process.stdout)


def _next_part(process: subprocess.Popen[bytes], seconds: float) -> Part | None:
    """Return what a process sends next, None at its end. Raises NotReadable."""
    is_late = threading.Event()

    def stop() -> None:
        is_late.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        part = receive(_output_of(process))
        status = 0 if part else process.wait()
    except ValueError:
        # It was cut off, or is no part.
        process.kill()
        part, status = None, process.wait() or 1
    finally:
        timer.cancel()
    if is_late.is_set():
        raise NotReadable(f"It takes more than {seconds:g} seconds to read.")
    if status < 0:
        # A signal: parsers that are not written in Python abort where they get no memory.
        raise NotReadable(f"Its reader crashed (signal {-status}): damaged, or too large for it.")
    if status:
        raise NotReadable(f"Its reader crashed (status {status}).")
    if part and part.refusal and not part.position:
        raise NotReadable(part.refusal)
    return part


def main() -> None:
    """Run such a process: read the file on stdin, write its parts to stdout."""
    request = json.loads(sys.argv[1])
    limits = Limits(**request["limits"])
    output = os.fdopen(os.dup(1), "wb")
    # Keep whatever a library prints out of the output.
    os.dup2(2, 1)
    try:
        missing = _limit_resources(limits)
        # What is imported may belong to somebody else, whose files are out of reach afterwards.
        reader = importlib.import_module(request["reader"]) if request["reader"] else None
        missing += _leave_network()
        sys.addaudithook(_refuse)
        parts = reader.read(sys.stdin.buffer, request["start"]) if reader else map(_limit, missing)
        for part in parts:
            send(output, part)
    except NotReadable as refused:
        send(output, Part(0, refusal=str(refused)))
    except MemoryError:
        reason = f"It takes more than {limits.memory // 2**20} MiB of memory to read."
        send(output, Part(0, refusal=reason))
    except RecursionError:
        send(output, Part(0, refusal=TOO_DEEP))
    except Exception as error:
        reason = f"It is damaged: it cannot be read ({type(error).__name__})."
        send(output, Part(0, refusal=reason))
    output.flush()
    # What a library would do at the end is not needed.
    os._exit(0)


def _limit(reason: str) -> Part:
    return Part(name=reason)


def _limit_resources(limits: Limits) -> list[str]:
    """Limit memory and processor time, and forbid to write files; return what could not be done."""
    try:
        import resource
    except ImportError:
        return [_NO_RESOURCES]
    # A part has its time; what nobody waits for any more ends too.
    seconds = round(limits.seconds * 20)
    missing = []
    for kind, name, most in (
        (resource.RLIMIT_AS, "memory", limits.memory),
        (resource.RLIMIT_CPU, "processor time", seconds),
        (resource.RLIMIT_FSIZE, "the size of files", 0),
        (resource.RLIMIT_CORE, "the dump of a crash", 0),
    ):
        try:
            resource.setrlimit(kind, (most, most))
        except (OSError, ValueError) as error:
            missing.append(f"{name} is not limited: {error}")
    return missing


def _leave_network() -> list[str]:
    """Leave the network for one without connections; return why not if it cannot be done."""
    if not sys.platform.startswith("linux"):
        return ["connections are refused in Python alone: only Linux takes a process off the net"]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_USERS | _NEW_NETWORK) and libc.unshare(_NEW_NETWORK):
        reason = os.strerror(ctypes.get_errno())
        return [f"connections are refused in Python alone: the system does not allow it ({reason})"]
    return []


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse, as an audit hook, what no reader does."""
    is_writing = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
    if is_writing or event.startswith(_REFUSED_EVENTS):
        raise PermissionError(f"A reader may not use {event}.")


if __name__ == "__main__":
    main()
