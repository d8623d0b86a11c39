"""The desk of this version can be stored, for the tests of upgrades to later ones."""

import pytest

from tests.upgrades.rows import fill


@pytest.mark.django_db
def test_every_table_gets_a_row():
    # It raises where a table has none.
    fill()
