"""An application that takes a while to load, and says in the file LOADS when it begins and ends."""

import os
import time
from pathlib import Path

from tests.config.answering import application


def note(line):
    with Path(os.environ["LOADS"]).open("a") as loads:
        loads.write(f"{line}\n")


note("begins")
# Others that do not wait begin meanwhile.
time.sleep(0.5)
note("loaded")

__all__ = ["application"]
