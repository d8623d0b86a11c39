import pytest

from corpus.models import Source
from tests.support.claim_pages import signed_in
from tests.support.factories import EDITORS, make_source

pytestmark = pytest.mark.django_db


def test_admin_lists_the_sources_that_nobody_has_graded():
    make_source("Graded", "F")
    make_source("Ungraded")
    editor = signed_in(EDITORS)

    def names(query):
        found = editor.get(f"/admin/corpus/source/{query}").context["cl"].result_list
        return sorted(source.name for source in found)

    assert names("?graded=no") == ["Ungraded"]
    assert names("?graded=yes") == ["Graded"]
    assert names("") == ["Graded", "Ungraded"]


@pytest.mark.parametrize(
    "typed", ["https://www.Reuters.com/world", "WWW.reuters.com", "reuters.com"]
)
def test_domain_is_kept_in_one_form(typed):
    make_source("Reuters", domain=typed)
    assert Source.objects.get().domain == "reuters.com"


def test_what_is_no_domain_is_kept_as_it_was_typed():
    make_source("Intranet", domain="intranet")
    assert Source.objects.get().domain == "intranet"
