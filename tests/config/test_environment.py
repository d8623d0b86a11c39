"""How `make run` comes by its environment: which Python, and what to do where there is none."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from config import environment

ROOT = Path(environment.__file__).parents[1]
RUNNING = ".".join(map(str, sys.version_info[:2]))
CREATING = "Creating the environment .venv, which can take half a minute.\n"
INSTALLING = "Installing the packages of requirements.txt, which can take a minute or two.\n"


def run(folder, *arguments):
    """Run the script in a folder; answers how it ended, what it said and what it complained of."""
    command = [sys.executable, environment.__file__, "requirements.txt", *arguments]
    finished = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return finished.returncode, finished.stdout, finished.stderr


@pytest.fixture
def folder(tmp_path):
    """A checkout with nothing to install, in a folder whose name holds a space."""
    folder = tmp_path / "a desk"
    folder.mkdir()
    (folder / "requirements.txt").write_text("# Nothing.\n")
    return folder


@pytest.mark.parametrize(
    ("version", "is_supported"),
    [
        ((2, 7, 18), False),
        ((3, 10, 13), False),
        ((3, 11, 0), True),
        ((3, 12, 1), True),
        ((3, 13, 0), True),
        ((3, 14, 10), True),
        ((3, 15, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_the_pythons_that_it_runs_on(version, is_supported):
    assert environment.is_supported(version) is is_supported


def test_the_project_names_the_same_pythons():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (_, oldest), (major, newest) = environment.MIN_VERSION, environment.MAX_VERSION

    assert project["requires-python"] == f">={major}.{oldest},<{major}.{newest + 1}"


def test_a_python_that_is_not_supported_is_refused_in_one_sentence():
    assert environment.refusal((3, 10, 13, "final", 0)) == (
        "Twosource runs on Python 3.11 to 3.14, and this is Python 3.10.13: "
        "name another one that is installed, as in `make run PYTHON=python3.12`."
    )


def test_a_python_too_old_for_the_desk_can_read_the_refusal():
    source = Path(environment.__file__).read_text()
    ast.parse(source, feature_version=(3, 4))
    assert [character for character in source if ord(character) > 127] == []


@pytest.mark.parametrize(
    ("written", "version"),
    [
        ("home = /usr/bin\nversion = 3.12.1\n", (3, 12)),
        ("home = /usr/bin\nuv = 0.7.0\nversion_info = 3.13.0\n", (3, 13)),
        ("home = /usr/bin\n", None),
        ("version = new\n", None),
        (None, None),
    ],
)
def test_what_an_environment_was_made_with(folder, monkeypatch, written, version):
    monkeypatch.chdir(folder)
    (folder / ".venv").mkdir()
    if written is not None:
        (folder / ".venv/pyvenv.cfg").write_text(written)

    assert environment.version_made_with() == version


def test_an_environment_of_another_python_is_made_anew_and_then_left_alone(folder):
    (folder / ".venv").mkdir()
    (folder / ".venv/pyvenv.cfg").write_text("version = 3.10.13\n")
    (folder / ".venv/installed").write_text("")
    first = run(folder)
    second = run(folder, "--named")
    (folder / "requirements.txt").write_text("# Nothing yet.\n")
    changed = run(folder)

    message = f".venv was made with Python 3.10 and is rebuilt with Python {RUNNING}.\n"
    assert first[:2] == (0, message + CREATING + INSTALLING)
    assert second == (0, "", "")
    assert changed[:2] == (0, INSTALLING)


def test_what_pip_cannot_install_says_what_to_do_and_is_tried_again(folder):
    (folder / ".venv").symlink_to(Path(sys.prefix))
    missing = f"./missing-1.0-py3-none-any.whl --hash=sha256:{'0' * 64}\n"
    (folder / "requirements.txt").write_text(missing)
    code, said, complaint = run(folder)

    assert (code, said) == (1, INSTALLING)
    assert complaint.splitlines()[-1] == (
        "The packages could not be installed; pip's message is above. Behind a proxy, set "
        "HTTPS_PROXY, or PIP_INDEX_URL to your own index, and run the same command again."
    )
