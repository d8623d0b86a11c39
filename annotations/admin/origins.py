from django.contrib import admin

from annotations.forms.records.records import OriginForm
from annotations.models import Origin
from corpus.record_admin.forms import imprecise_date_field
from corpus.record_admin.lists import PresenceFilter
from corpus.record_admin.model_admin import RecordAdmin


class OriginAdminForm(OriginForm):
    dated = imprecise_date_field("Date")


@admin.register(Origin)
class OriginAdmin(RecordAdmin):
    form = OriginAdminForm
    fields = ["name", "kind", "dated", "place", "description"]
    list_display = ["name", "kind", "date", "place"]
    list_filter = [PresenceFilter, "kind"]
    search_fields = ["name", "place"]

    @admin.display(description="date", ordering="dated_on")
    def date(self, origin):
        return origin.dated or ""
