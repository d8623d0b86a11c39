import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission

from tests.support.factories import make_user

pytestmark = pytest.mark.django_db


def fresh(user):
    return type(user).objects.get(pk=user.pk)


@pytest.mark.parametrize("group", [None, "Analysts", "Editors", "Administrators"])
def test_member_may_what_django_says(group):
    user = make_user(group) if group else make_user()
    user.user_permissions.add(Permission.objects.get(codename="view_session"))

    assert fresh(user).get_all_permissions() == ModelBackend().get_all_permissions(fresh(user))
    assert "sessions.view_session" in fresh(user).get_all_permissions()


def test_closed_account_may_nothing():
    user = make_user("Editors")
    user.is_active = False
    user.save()

    assert fresh(user).get_all_permissions() == set()


def test_what_a_member_may_is_one_query(django_assert_num_queries):
    user = fresh(make_user("Analysts"))

    with django_assert_num_queries(1):
        assert user.has_perm("annotations.add_passage") is True
        assert user.has_perm("annotations.publish_claim") is False
