"""What a reader cannot do to the desk."""

import io
import resource
import sys
from dataclasses import replace

import pytest

from corpus.readers.foreign import isolation
from corpus.readers.foreign.isolation import LIMITS, missing_limits, read_apart
from corpus.readers.foreign.parts import NotReadable

READER = "tests.corpus.readers.foreign.hostile_readers"
QUICK = replace(LIMITS, seconds=1.5)


def read(act, limits=LIMITS, start=0):
    """The texts that were read, and why it ended early, or None."""
    texts = []
    try:
        for part in read_apart(READER, io.BytesIO(act.encode()), start, limits):
            texts.append(part.values.get("text", len(part.content)))
    except NotReadable as refused:
        return texts, str(refused)
    return texts, None


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ("crash", "Its reader crashed (signal 11): damaged, or too large for it."),
        ("exit_early", "Its reader crashed (status 3)."),
        ("hang", "It takes more than 1.5 seconds to read."),
        ("grow", "It takes more than 512 MiB of memory to read."),
        ("lie", "Its reader crashed (signal 9): damaged, or too large for it."),
        ("refuse", "It is encrypted."),
        ("fail", "It is damaged: it cannot be read (ZeroDivisionError)."),
    ],
)
def test_reader_that_fails_is_a_reason_and_keeps_what_it_read_before(act, reason):
    assert read(act, QUICK if act == "hang" else LIMITS) == (["before"], reason)


def test_output_of_all_parts_is_limited():
    texts = ["before", 2_000_000, 2_000_000]
    reason = "It holds more than 5 MB of files."
    assert read("flood", replace(LIMITS, output=5_000_000)) == (texts, reason)


def test_reader_reaches_no_network_no_program_and_no_file():
    [_, did], reason = read("report")
    is_alone = not any("connections" in each for each in missing_limits())
    assert (did, reason) == ("" if is_alone else "connect below Python", None)


def test_reader_sees_no_secret_of_the_desk(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a")
    monkeypatch.setenv("DATABASE_URL", "b")
    assert read("show", start=7) == (["before", "7 [] 1"], None)


def test_no_process_is_left_when_nobody_reads_on(monkeypatch):
    processes = []

    class NotedProcess(isolation.subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            processes.append(self)

    monkeypatch.setattr(isolation.subprocess, "Popen", NotedProcess)
    parts = read_apart(READER, io.BytesIO(b"hang"))
    next(parts)
    parts.close()
    assert [process.returncode for process in processes] == [-9]


def test_systems_without_limits_name_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    monkeypatch.setattr(isolation.sys, "platform", "darwin")
    assert isolation._limit_resources(LIMITS) == [
        "memory and processor time are not limited: the system has no resource limits"
    ]
    assert isolation._leave_network() == [
        "connections are refused in Python alone: only Linux takes a process off the net"
    ]


def test_limit_that_the_system_refuses_is_named(monkeypatch):
    def refuse(kind, limits):
        if kind == resource.RLIMIT_AS:
            raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(resource, "setrlimit", refuse)
    reasons = ["memory is not limited: current limit exceeds maximum limit"]
    assert isolation._limit_resources(LIMITS) == reasons
