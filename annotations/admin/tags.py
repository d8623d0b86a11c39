from django.contrib import admin
from taggit import models as taggit_models

from annotations.models import Tag
from corpus.record_admin.lists import PresenceFilter
from corpus.record_admin.model_admin import RecordAdmin
from corpus.record_admin.search import NameSearch

# The codebook has its own tags; taggit's are not used.
admin.site.unregister(taggit_models.Tag)


@admin.register(Tag)
class TagAdmin(NameSearch, RecordAdmin):
    fields = ["name", "definition", "hue", "digit"]
    list_display = ["name", "digit", "hue", "definition", "merged_into"]
    list_filter = [PresenceFilter, "hue"]
    list_select_related = ["merged_into"]
    search_fields = ["name_key__contains", "definition"]

    def save_row(self, request, obj, form, *others):
        if "name" in form.changed_data:
            obj.original_path = ""
        super().save_row(request, obj, form, "original_path", *others)

    def get_changeform_initial_data(self, request):
        return {"hue": Tag.rarest_hue()} | super().get_changeform_initial_data(request)
