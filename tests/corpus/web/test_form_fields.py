"""Fields that pages fill in are known as such, so that none is given back as typed."""

import re
from pathlib import Path

from django.conf import settings

from corpus.web.form_fields import MACHINE_FIELDS

HIDDEN_INPUT = re.compile(r'<input type="hidden" name="([a-z_]+)"')
# What they hold was typed, chosen or uploaded on the page before.
CHOSEN_BEFORE = set("action as content group into order passage query quote sort tags".split())
CHOSEN_BEFORE |= {"reason", "text"}


def test_every_hidden_field_of_a_page_is_known():
    root = Path(settings.BASE_DIR)
    paths = [*(root / "templates").rglob("*.html"), *(root / "static" / "js").rglob("*.js")]
    names = {name for path in paths for name in HIDDEN_INPUT.findall(path.read_text())}

    assert names - MACHINE_FIELDS == CHOSEN_BEFORE
