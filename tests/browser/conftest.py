"""What browser tests run on: an installed Chromium, and the desk as it is served."""

import os
import re
from pathlib import Path
from posixpath import join, normpath

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

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


@pytest.fixture
def modules_as_files(page):
    """Serves the modules of the reading page one by one, so that a test can import those it runs.

    Joined in one file (config/module_bundle.py), they are out of reach.
    """
    folder = "js/reading"
    entry = Path(settings.BASE_DIR, "static", folder, "page.js").read_text()
    modules = re.sub(
        r'"(\.[^"]+)"',
        lambda address: f'"{staticfiles_storage.url(normpath(join(folder, address[1])))}"',
        entry,
    )
    page.route(
        re.compile(rf"/{folder}/page\.\w+\.js$"),
        lambda route: route.fulfill(body=modules, content_type="text/javascript"),
    )
