from django.contrib import admin
from django.core.paginator import Paginator
from django.utils.functional import cached_property

# Maximum of rows to page through; older rows are found by search.
ROW_LIMIT = 1000


class BoundedPaginator(Paginator):
    """Paginates the first ROW_LIMIT rows, to avoid counting whole tables."""

    @cached_property
    def count(self):
        return self.object_list[:ROW_LIMIT].count()


class PresenceFilter(admin.SimpleListFilter):
    """Lists present rows by default, deleted ones on request."""

    title = "deletion"
    parameter_name = "deleted"

    def lookups(self, request, model_admin):
        return [("yes", "Deleted")]

    def choices(self, changelist):
        present, deleted = super().choices(changelist)
        return [present | {"display": "Not deleted"}, deleted]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.exclude(deleted_at=None)
        return queryset.present()
