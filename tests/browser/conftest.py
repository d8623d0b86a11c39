"""What browser tests run on: an installed Chromium, and the desk as it is served."""

import os
from pathlib import Path

import pytest

from tests.support.chromium import find_chromium
from tests.support.served_desk import copied, desk, first_corpus, live_server, mark_all

__all__ = ["copied", "desk", "first_corpus", "live_server"]

# Playwright keeps an event loop in the thread of the tests, which talk to the database too.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    mark_all(items, Path(__file__).parent, pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    # Without a sandbox it also starts as root, as in a container.
    return browser_type_launch_args | {
        "executable_path": find_chromium(),
        "args": ["--no-sandbox"],
    }


@pytest.fixture
def progress(capfd):
    """Says on the terminal, while a long test runs, how far it is.

    `make test` keeps what a part prints until it has ended, and names another way there.
    """
    terminal = os.environ.get("TWOSOURCE_PROGRESS")

    def say(words):
        if terminal:
            os.write(int(terminal), f"{words}\n".encode())
        else:
            with capfd.disabled():
                print(words, flush=True)

    return say


REPORT_BREACHES = """addEventListener("securitypolicyviolation", (breach) =>
  console.error(`policy: ${breach.violatedDirective} ${breach.blockedURI}`))"""


@pytest.fixture(autouse=True)
def complaints(context):
    """What the browser complains of: policy reports, errors, warnings; none is left at the end.

    A test that provokes one checks it and clears the list.
    """
    problems = []
    context.add_init_script(REPORT_BREACHES)
    context.on(
        "console",
        lambda message: message.type in ("error", "warning") and problems.append(message.text),
    )
    context.on("weberror", lambda failure: problems.append(str(failure.error)))
    yield problems
    assert problems == []
