"""Finds the Firefox that the tests drive, and runs it."""

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

NAMES = ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")
# A script that ends Firefox when its stdin closes, at the latest when the tests exit. It ends first
# what writes to the profile, then removes the profile, then ends the rest of the group.
WATCH = '"$@" & cat >/dev/null; kill -KILL $!; wait $!; rm -r "$0"; kill -KILL 0'
# Seconds: enough for a first start on a slow, busy machine.
START_SECONDS = 120


def find_firefox():
    """Return the path of an installed Firefox, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def firefox():
    """Run Firefox headless with an empty profile; yield the address of its WebDriver BiDi.

    Raises RuntimeError, with Firefox's output, if it does not start.
    """
    profile = Path(tempfile.mkdtemp(prefix="twosource-"))
    arguments = ("--headless", "--no-remote", "--profile", profile)
    arguments += ("--remote-debugging-port", "0", "about:blank")
    with (profile / "output").open("wb") as output:
        process = subprocess.Popen(
            ["sh", "-c", WATCH, profile, find_firefox(), *arguments],
            # Its crash helper would leave the group.
            env=os.environ | {"MOZ_CRASHREPORTER_DISABLE": "1"},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield _address(profile / "output")
    finally:
        process.stdin.close()
        process.wait()


def _address(output):
    """Wait for the line of output with Firefox's address."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        for line in output.read_text(errors="replace").splitlines(keepends=True):
            if line.startswith("WebDriver BiDi listening on ") and line.endswith("\n"):
                return line.split()[-1]
        time.sleep(0.05)
    raise RuntimeError(f"Firefox does not start:\n{output.read_text(errors='replace')}")
