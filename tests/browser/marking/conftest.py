import pytest


@pytest.fixture
def popup(page):
    return page.locator("[data-popup]")


@pytest.fixture
def notice(page):
    """The notice of what is not saved yet."""
    return page.locator("[data-notice].unsent")
