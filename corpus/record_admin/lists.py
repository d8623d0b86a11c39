from django.contrib import admin
from django.core.paginator import Paginator
from django.utils.functional import cached_property

# Nobody pages further: whoever seeks an old row searches.
MOST = 1000


class BoundedPaginator(Paginator):
    """Pages of the first rows of a list, so that no list is counted to its end."""

    @cached_property
    def count(self):
        return self.object_list[:MOST].count()


class PresenceFilter(admin.SimpleListFilter):
    """Deleted rows are listed only for whoever asks for them."""

    title = "presence"
    parameter_name = "deleted"

    def lookups(self, request, model_admin):
        return [("yes", "Deleted")]

    def choices(self, changelist):
        present, deleted = super().choices(changelist)
        return [present | {"display": "Present"}, deleted]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.exclude(deleted_at=None)
        return queryset.present()
