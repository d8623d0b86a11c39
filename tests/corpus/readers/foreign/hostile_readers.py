"""A reader that does what the first line of its file says, in the process that is tested."""

import ctypes
import os
import socket
import subprocess
import sys
import time
import urllib.request

from corpus.readers.foreign.parts import NotReadable, Part


def read(file, start):
    yield Part(position=1, values={"text": "before"})
    yield from ACTS[file.read().decode()](start)


def crash(start):
    ctypes.string_at(0)
    yield


def exit_early(start):
    os._exit(3)
    yield


def hang(start):
    time.sleep(600)
    yield


def grow(start):
    yield Part(content=bytes(600 * 2**20))


def flood(start):
    for position in range(2, 100):
        yield Part(position, content=bytes(2_000_000), is_file=True)


def lie(start):
    # As a parser that was taken over could: the output is the first one opened after the input.
    for descriptor in range(3, 9):
        try:
            os.write(descriptor, b'{"size": -1}\n')
        except OSError:
            continue
    # Long enough to be ended from outside.
    time.sleep(600)
    yield


def refuse(start):
    raise NotReadable("It is encrypted.")
    yield


def fail(start):
    raise ZeroDivisionError
    yield


def report(start):
    """What a reader can do that it should not, by the name of what was tried."""
    yield Part(values={"text": " ".join(name for name, act in TRIED.items() if _works(act))})


def _works(act):
    try:
        act()
    except OSError:
        return False
    return True


def _connect_below_python():
    """Connect to a name server without Python noticing."""
    libc = ctypes.CDLL(None, use_errno=True)
    address = bytes([2, 0, 0, 53, 127, 0, 0, 1]) + bytes(8)
    if libc.connect(libc.socket(2, 2, 0), address, 16):
        raise OSError(ctypes.get_errno())


TRIED = {
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "resolve": lambda: socket.getaddrinfo("paper.example", 80),
    "fetch": lambda: urllib.request.urlopen("http://127.0.0.1:9/"),
    "run": lambda: subprocess.run(["true"], check=True),
    "write": lambda: open(__file__, "a").close(),
    "fork": lambda: os.fork() or os._exit(0),
    "connect below Python": _connect_below_python,
}


def show(start):
    names = sorted(name for name in os.environ if "SECRET" in name or "DATABASE" in name)
    yield Part(values={"text": f"{start} {names} {sys.argv[1].count('corpus')}"})


ACTS = {name: value for name, value in globals().items() if callable(value)}
