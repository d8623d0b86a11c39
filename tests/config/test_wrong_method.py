import pytest

from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import make_claim

pytestmark = pytest.mark.django_db

ADDRESS = "/claims/{}/publish/"


def test_whoever_opens_an_address_for_forms_alone_gets_a_page():
    response = signed_in().get(ADDRESS.format(make_claim().public_id))
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Opening it changed nothing." in text_of(response)


@pytest.mark.parametrize(
    "method, headers", [("put", {}), ("head", {}), ("get", {"accept": "application/json"})]
)
def test_a_program_gets_the_status_alone(method, headers):
    address = ADDRESS.format(make_claim().public_id)
    response = getattr(signed_in(), method)(address, headers=headers)
    assert (response.status_code, response.content) == (405, b"")
