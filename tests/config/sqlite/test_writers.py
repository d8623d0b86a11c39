"""Many members who save at the same moment, through a server of several processes."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MEMBERS, SAVES, PROCESSES = 16, 5, 4


def test_members_who_save_at_once_in_several_processes_lose_nothing():
    environment = {name: os.environ[name] for name in os.environ if name != "DATABASE_URL"}
    finished = subprocess.run(
        [sys.executable, "-m", "tests.bench.crowding", str(MEMBERS), str(SAVES)],
        cwd=ROOT,
        env=environment | {"WEB_CONCURRENCY": str(PROCESSES), "DEBUG": "0"},
        capture_output=True,
        text=True,
    )

    first, *others, _ = finished.stdout.splitlines()
    assert first.startswith(f"{MEMBERS * SAVES} saves in ")
    assert [line.rstrip() for line in others] == ["refused: 0", f"kept: {MEMBERS * SAVES}"]
    assert (finished.returncode, finished.stderr) == (0, "")
