"""The fonts that pages are looked at with: what is pressed has its size in any of them."""

import os
import shutil
import subprocess
from functools import cache

# For the text and for the desk around it, from Debian's fonts-dejavu-core and fonts-noto-core.
# Their lines are 1.16 and 1.36 times as high as their letters; our own face's are 1.2 times.
SETS = {"DejaVu": ("DejaVu Serif", "DejaVu Sans"), "Noto": ("Noto Serif", "Noto Sans")}


@cache
def find_sets():
    """The sets that are installed; all of them where TWOSOURCE_REQUIRE_ALL=1."""
    if os.environ.get("TWOSOURCE_REQUIRE_ALL") == "1" or not shutil.which("fc-list"):
        return SETS
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True)
    families = {name for line in listed.stdout.splitlines() for name in line.split(",")}
    return {name: fonts for name, fonts in SETS.items() if families.issuperset(fonts)}
