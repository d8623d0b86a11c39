from django.contrib import admin

from corpus.models import Grade, Source
from corpus.record_admin.inlines import PartInline
from corpus.record_admin.lists import PresenceFilter
from corpus.record_admin.model_admin import RecordAdmin
from corpus.record_admin.records import GradeForm, SourceForm
from corpus.record_admin.search import NameSearch


class GradeInline(PartInline):
    model = Grade
    form = GradeForm
    fields = ["letter", "reason", "graded_on"]
    verbose_name = "grade"
    verbose_name_plural = "grades (the newest date is the current grade)"


class GradedFilter(admin.SimpleListFilter):
    """Whether a source is graded; imports add ungraded sources."""

    title = "graded"
    parameter_name = "graded"

    def lookups(self, request, model_admin):
        return [("yes", "Yes"), ("no", "Not yet")]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        graded = Source.objects.graded().values("pk")
        return (
            queryset.filter(pk__in=graded)
            if self.value() == "yes"
            else queryset.exclude(pk__in=graded)
        )


@admin.register(Source)
class SourceAdmin(NameSearch, RecordAdmin):
    form = SourceForm
    fields = ["name", "domain", "country", "description"]
    inlines = [GradeInline]
    list_display = ["name", "grade", "country", "domain"]
    list_filter = [PresenceFilter, "reliability", GradedFilter]
    search_fields = ["name_key__contains", "domain__contains"]

    @admin.display(description="reliability", ordering="reliability")
    def grade(self, source):
        return f"{source.reliability}, {source.reliability_words}"

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.take_newest_grade()
