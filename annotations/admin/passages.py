from django.contrib import admin

from annotations.admin.tagged import TaggedForm
from annotations.models import Passage, PassagePerson
from annotations.passages.marking import Annotation
from corpus.record_admin.inlines import ReadOnlyInline
from corpus.record_admin.model_admin import RecordAdmin


class PassagePersonInline(ReadOnlyInline):
    model = PassagePerson
    fields = ["person", "role"]
    verbose_name_plural = "people (edit them on the passage’s page)"

    def get_queryset(self, request):
        return admin.TabularInline.get_queryset(self, request).select_related("person")


@admin.register(Passage)
class PassageAdmin(RecordAdmin):
    """Passages are marked on the reading page; note and tags can also be edited here."""

    form = TaggedForm
    fields = ["quote", "article", "note", "tags", "created_by", "created_at", "edited_at"]
    readonly_fields = ["quote", "article", "created_by", "created_at", "edited_at"]
    inlines = [PassagePersonInline]
    list_display = ["__str__", "in_article", "created_by", "created_at"]
    search_fields = ["quote", "note"]
    ordering = ["-pk"]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("article", "created_by")
        return rows.defer("article__text")

    def has_add_permission(self, request):
        return False

    def save_row(self, request, obj, form, *others):
        people = tuple((link.person, link.role) for link in obj.people.select_related("person"))
        annotation = Annotation(
            tags=tuple(form.cleaned_data["tags"]), people=people, note=form.cleaned_data["note"]
        )
        obj.edit(annotation, form.cleaned_data["version"])

    @admin.display(description="article")
    def in_article(self, passage):
        return passage.article.display_title
