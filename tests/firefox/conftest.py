"""What the tests in Firefox run on: one that is installed, and the desk as it is served."""

from contextlib import closing
from pathlib import Path

import pytest

from tests.firefox.bidi import connected
from tests.support.firefox import firefox
from tests.support.served_desk import live_server, mark_all

__all__ = ["live_server"]


def pytest_collection_modifyitems(items):
    mark_all(items, Path(__file__).parent, pytest.mark.firefox)


@pytest.fixture(scope="session")
def session(live_server):
    """Firefox, which ends before the desk: it keeps connections long after their tab."""
    with firefox() as address, connected(address) as session:
        yield session


@pytest.fixture
def tab(session):
    """A tab in which nobody is signed in; Firefox has nothing to complain of until it is closed."""
    session.complaints.clear()
    with closing(session.open_tab()) as tab:
        yield tab
        tab.evaluate("() => null")
        assert session.complaints == []
