from django.contrib import admin

from corpus.models import Alias, Person
from corpus.record_admin.inlines import PartInline
from corpus.record_admin.lists import PresenceFilter
from corpus.record_admin.model_admin import RecordAdmin
from corpus.record_admin.records import PersonForm
from corpus.record_admin.search import NameSearch


class AliasInline(PartInline):
    model = Alias
    fields = ["name"]


@admin.register(Person)
class PersonAdmin(NameSearch, RecordAdmin):
    form = PersonForm
    fields = ["name", "kind", "description"]
    inlines = [AliasInline]
    list_display = ["name", "kind", "merged_into"]
    list_filter = [PresenceFilter, "kind"]
    list_select_related = ["merged_into"]
    search_fields = ["name_key__contains", "aliases__name_key__contains"]
