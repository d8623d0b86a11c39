import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission

from config.permissions import MemberBackend
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


@pytest.mark.parametrize("group", [None, "Analysts", "Editors", "Administrators"])
def test_member_of_a_request_may_the_same(group):
    user = make_user(group) if group else make_user()

    member = MemberBackend().get_user(user.pk)

    assert (member.pk, member.date_joined) == (user.pk, user.date_joined)
    assert member.get_all_permissions() == ModelBackend().get_all_permissions(fresh(user))


def test_closed_account_is_no_member_of_a_request():
    user = make_user("Editors")
    user.is_active = False
    user.save()

    assert MemberBackend().get_user(user.pk) is None


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize("is_superuser", [False, True])
def test_member_of_a_request_comes_with_the_permissions(is_superuser, django_assert_num_queries):
    user = make_user("Analysts")
    user.is_superuser = is_superuser
    user.save()

    with django_assert_num_queries(1):
        member = MemberBackend().get_user(user.pk)
        assert member.has_perm("annotations.add_passage") is True
        assert member.has_perm("annotations.publish_claim") is is_superuser
