from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q

from corpus.db.compiled_query import KEY, CompiledModelQuery, CompiledQuery


class MemberBackend(ModelBackend):
    """Django's backend, with compiled queries and one query for permissions instead of two."""

    def get_user(self, user_id):
        user = next(iter(_users(user_id)), None)
        return user if user and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if user_obj.is_superuser:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = {f"{app}.{name}" for app, name in _permissions(user_obj.pk)}
        return user_obj._perm_cache


def _permissions_query(user):
    # Subqueries: outer joins of all groups and members read every permission of the desk.
    of_groups = Group.permissions.through.objects.filter(group__user=user).values("permission")
    of_user = User.user_permissions.through.objects.filter(user=user).values("permission")
    permissions = Permission.objects.filter(Q(pk__in=of_groups) | Q(pk__in=of_user)).order_by()
    return permissions.values_list("content_type__app_label", "codename")


_permissions = CompiledQuery(KEY, build=_permissions_query)
_users = CompiledModelQuery(KEY, build=lambda pk: User.objects.filter(pk=pk))
