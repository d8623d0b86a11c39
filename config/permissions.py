from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.functional import SimpleLazyObject

from corpus.db.compiled_query import KEY, CompiledModelQuery, CompiledQuery
from corpus.db.query_batch import answered, sent_together
from corpus.web.reading_ahead import read_ahead


class MemberMiddleware(AuthenticationMiddleware):
    """Django's own; on PostgreSQL session, account and permissions come in one statement, with
    what the view reads if it `reads_ahead`.

    The account is that which the session was last seen to be of. If it is another one, its rows
    are read as always: no row is used but that of the account that the session names now.
    """

    def process_request(self, request):
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _member_of(request))


def _member_of(request):
    session = request.session
    calls = session.queries()
    member_pk = session.likely_member()
    if not calls or member_pk is None or connection.vendor != "postgresql":
        return get_user(request)
    with answered(read_ahead(request, member_pk, [*calls, *_queries_of_member(member_pk)])):
        return get_user(request)


def _queries_of_member(pk):
    return [(_users, pk), (_permissions, pk)]


class MemberBackend(ModelBackend):
    """Django's backend, with compiled queries and one query for permissions instead of two.

    On PostgreSQL the member of a request and the permissions come in one statement.
    """

    def get_user(self, user_id):
        with sent_together(*_queries_of_member(user_id)):
            user = next(iter(_users(user_id)), None)
            if not user or not self.user_can_authenticate(user):
                return None
            # Almost every page asks for them: here they take no way to the server of their own.
            if connection.vendor == "postgresql" and not user.is_superuser:
                self.get_all_permissions(user)
            return user

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if user_obj.is_superuser:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = {name for (name,) in _permissions(user_obj.pk)}
        return user_obj._perm_cache


def _permissions_query(user):
    # Subqueries: outer joins of all groups and members read every permission of the desk.
    of_groups = Group.permissions.through.objects.filter(group__user=user).values("permission")
    of_user = User.user_permissions.through.objects.filter(user=user).values("permission")
    permissions = Permission.objects.filter(Q(pk__in=of_groups) | Q(pk__in=of_user)).order_by()
    return permissions.values_list(Concat("content_type__app_label", Value("."), "codename"))


_permissions = CompiledQuery(KEY, build=_permissions_query)
_users = CompiledModelQuery(KEY, build=lambda pk: User.objects.filter(pk=pk))
