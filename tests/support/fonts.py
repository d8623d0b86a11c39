"""The fonts with which the sizes of targets are tested."""

import os
import shutil
import subprocess
from functools import cache

# For the text and the interface, from Debian's fonts-dejavu-core and fonts-noto-core. Their line
# heights are 1.16 and 1.36 times the font size; our own face has 1.2.
SETS = {"DejaVu": ("DejaVu Serif", "DejaVu Sans"), "Noto": ("Noto Serif", "Noto Sans")}


@cache
def find_sets():
    """The installed sets; all of them if TWOSOURCE_REQUIRE_ALL=1."""
    if os.environ.get("TWOSOURCE_REQUIRE_ALL") == "1" or not shutil.which("fc-list"):
        return SETS
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True)
    families = {name for line in listed.stdout.splitlines() for name in line.split(",")}
    return {name: fonts for name, fonts in SETS.items() if families.issuperset(fonts)}
