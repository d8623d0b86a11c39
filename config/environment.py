"""Creates .venv, the environment of the desk, and installs the locked packages.

    python3 config/environment.py requirements.txt [--named]

`--named` means that this Python was chosen by name; without it, an environment created by another
supported version is kept. Even unsupported versions of Python must be able to parse this file,
because it reports which version is needed.
"""

import hashlib
import os
import subprocess
import sys

MIN_VERSION, MAX_VERSION = (3, 11), (3, 14)
VENV = ".venv"
VENV_PYTHON = os.path.join(VENV, "bin", "python")
# The file in .venv that holds the SHA-256 of each list of packages once it is installed.
RUNTIME_REQUIREMENTS = "requirements.txt"
STAMPS = {"requirements.txt": "installed", "requirements-dev.txt": "installed-dev"}

# All packages are locked by hash, so nothing has to be resolved.
PIP_INSTALL = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
PIP_INSTALL += ["--require-hashes", "--no-input", "-r"]


def is_supported(version):
    return MIN_VERSION <= tuple(version[:2]) <= MAX_VERSION


def version_text(version):
    return ".".join(str(number) for number in version)


def refusal(version):
    """Why this Python cannot be used, and what to do, in one sentence."""
    return (
        "Twosource runs on Python "
        + version_text(MIN_VERSION)
        + " to "
        + version_text(MAX_VERSION)
        + ", and this is Python "
        + version_text(version[:3])
        + ": name another one that is installed, as in `make run PYTHON=python3.12`."
    )


def version_of(python):
    """The version of the Python at a path, as (3, 11); None if it is missing or has no pip."""
    script = "import pip, sys; print(*sys.version_info[:2])"
    try:
        with open(os.devnull, "w") as devnull:
            output = subprocess.check_output([python, "-c", script], stderr=devnull)
    except (OSError, subprocess.CalledProcessError):
        return None
    return tuple(int(number) for number in output.split())


def version_made_with():
    """The version that created .venv, from pyvenv.cfg; None if unknown."""
    try:
        with open(os.path.join(VENV, "pyvenv.cfg")) as file:
            values = dict(line.split(" = ", 1) for line in file if " = " in line)
        version = values.get("version_info") or values["version"]
        return tuple(int(number) for number in version.split(".")[:2])
    except (OSError, KeyError, ValueError):
        return None


def is_usable(version, is_named):
    """Whether .venv can be kept: its Python runs, is supported and is the one that created it."""
    made_with = version_made_with()
    if made_with is None or not is_supported(made_with) or version_of(VENV_PYTHON) != made_with:
        return False
    return not is_named or made_with == tuple(version[:2])


def make(version):
    """Create .venv with this Python, replacing an unusable one."""
    if not is_supported(version):
        sys.exit(refusal(version))
    if os.path.lexists(VENV):
        made_with = version_made_with()
        former = "was made with Python " + version_text(made_with) if made_with else "is unfinished"
        print_line(
            VENV + " " + former + " and is rebuilt with Python " + version_text(version[:2]) + "."
        )
    print_line("Creating the environment " + VENV + ", which can take half a minute.")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]):
        sys.exit(
            "The environment could not be created; Python's message is above. On Debian and Ubuntu "
            "`apt install python3-venv` installs what is missing."
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
    """Install the packages of a list; exits with advice if pip fails."""
    print_line("Installing the packages of " + requirements + ", which can take a minute or two.")
    # PIP_USER in a user's settings would make pip install outside the environment.
    variables = dict(os.environ, PIP_USER="0")
    if subprocess.call([VENV_PYTHON] + PIP_INSTALL + [requirements], env=variables):
        sys.exit(
            "The packages could not be installed; pip's message is above. Behind a proxy, set "
            "HTTPS_PROXY, or PIP_INDEX_URL to your own index, and run the same command again."
        )
    # The list for tests includes that of the desk, at the same versions.
    for path in {requirements, RUNTIME_REQUIREMENTS}:
        with open(stamp_of(path), "w") as stamp:
            stamp.write(digest_of(path))


def print_line(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(requirements, is_named):
    if not is_usable(sys.version_info, is_named):
        make(sys.version_info)
    if not is_installed(requirements):
        install(requirements)


if __name__ == "__main__":
    main(sys.argv[1], "--named" in sys.argv)
