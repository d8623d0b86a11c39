"""Makes .venv, the environment that the desk runs in, and puts the locked packages there.

    python3 config/environment.py requirements.txt [--named]

`--named` says that this Python was chosen by name; without it an environment that another
supported one made is kept. Whatever Python is there must be able to read this file, an old one
too, because it says here which one is needed.
"""

import hashlib
import os
import subprocess
import sys

OLDEST, NEWEST = (3, 11), (3, 14)
VENV = ".venv"
PROGRAM = os.path.join(VENV, "bin", "python")
# Each list of packages leaves its SHA-256 there once its packages are in.
DESK = "requirements.txt"
STAMPS = {"requirements.txt": "installed", "requirements-dev.txt": "installed-dev"}

# Every package is locked by its hash: nothing is left to resolve, to ask for, or to hint at.
INSTALL = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
INSTALL += ["--require-hashes", "--no-input", "-r"]


def is_supported(version):
    return OLDEST <= tuple(version[:2]) <= NEWEST


def words_of(version):
    return ".".join(str(number) for number in version)


def refusal(version):
    """Why this Python cannot be taken, and what to do, in one sentence."""
    return (
        "Twosource runs on Python "
        + words_of(OLDEST)
        + " to "
        + words_of(NEWEST)
        + ", and this is Python "
        + words_of(version[:3])
        + ": name another one that is installed, as in `make run PYTHON=python3.12`."
    )


def version_of(program):
    """The version of the Python that a path leads to, as (3, 11); None where none has pip."""
    code = "import pip, sys; print(*sys.version_info[:2])"
    try:
        with open(os.devnull, "w") as nowhere:
            printed = subprocess.check_output([program, "-c", code], stderr=nowhere)
    except (OSError, subprocess.CalledProcessError):
        return None
    return tuple(int(number) for number in printed.split())


def version_made_with():
    """The version that .venv was made with, by what was written there; None where it is none."""
    try:
        with open(os.path.join(VENV, "pyvenv.cfg")) as settings:
            written = dict(line.split(" = ", 1) for line in settings if " = " in line)
        version = written.get("version_info") or written["version"]
        return tuple(int(number) for number in version.split(".")[:2])
    except (OSError, KeyError, ValueError):
        return None


def is_usable(version, is_named):
    """Whether .venv can stay: a supported Python answers there that is the one it was made by."""
    made_with = version_made_with()
    if made_with is None or not is_supported(made_with) or version_of(PROGRAM) != made_with:
        return False
    return not is_named or made_with == tuple(version[:2])


def make(version):
    """Make .venv with this Python, in the place of one that cannot stay."""
    if not is_supported(version):
        sys.exit(refusal(version))
    if os.path.lexists(VENV):
        made_with = version_made_with()
        former = "was made with Python " + words_of(made_with) if made_with else "is unfinished"
        say(VENV + " " + former + " and is made anew with Python " + words_of(version[:2]) + ".")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]):
        sys.exit(
            "The environment could not be made, and Python says above why: on Debian and Ubuntu "
            "`apt install python3-venv` brings what is missing."
        )


def digest_of(path):
    with open(path, "rb") as content:
        return hashlib.sha256(content.read()).hexdigest()


def stamp_of(requirements):
    return os.path.join(VENV, STAMPS[requirements])


def is_installed(requirements):
    try:
        with open(stamp_of(requirements)) as stamp:
            return stamp.read() == digest_of(requirements)
    except OSError:
        return False


def install(requirements):
    """Put the packages of a list there; what pip cannot do ends this with what to do."""
    say("Installing the packages of " + requirements + ", which can take a minute or two.")
    # A setting for programs of one's own would have pip install beside the environment.
    variables = dict(os.environ, PIP_USER="0")
    if subprocess.call([PROGRAM] + INSTALL + [requirements], env=variables):
        sys.exit(
            "The packages could not be installed, and pip says above why: behind a proxy name it "
            "in HTTPS_PROXY, or your own index in PIP_INDEX_URL, and run the same again."
        )
    # What tests need holds what the desk needs, at the same versions.
    for path in {requirements, DESK}:
        with open(stamp_of(path), "w") as stamp:
            stamp.write(digest_of(path))


def say(words):
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main(requirements, is_named):
    if not is_usable(sys.version_info, is_named):
        make(sys.version_info)
    if not is_installed(requirements):
        install(requirements)


if __name__ == "__main__":
    main(sys.argv[1], "--named" in sys.argv)
