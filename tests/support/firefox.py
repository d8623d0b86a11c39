"""Which Firefox the tests drive, and one that runs as long as it is needed."""

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

NAMES = ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")
# Ends Firefox when its own input ends: at the latest when the tests end, however they do. First
# what writes to the profile, then the profile, then the rest of the group.
WATCH = '"$@" & cat >/dev/null; kill -KILL $!; wait $!; rm -r "$0"; kill -KILL 0'
# A first start on a slow machine that is busy with other tests.
START_SECONDS = 120


def find_firefox():
    """Return the path of an installed Firefox, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def firefox():
    """Run Firefox without a window, on an empty profile; gives the address of its WebDriver BiDi.

    Raises RuntimeError, with what Firefox printed, where it does not start.
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
    """Wait for the line in which Firefox names its address."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        for line in output.read_text(errors="replace").splitlines(keepends=True):
            if line.startswith("WebDriver BiDi listening on ") and line.endswith("\n"):
                return line.split()[-1]
        time.sleep(0.05)
    raise RuntimeError(f"Firefox does not start:\n{output.read_text(errors='replace')}")
