from django.contrib import admin
from django.db import models
from django.forms import Textarea

from corpus.record_admin.forms import TEXT_FIELDS, PartForm, RecordFormSet, columns
from corpus.web.text_fields import NoteField


class PartInline(admin.TabularInline):
    """Rows that belong to a record; removing one deletes it softly."""

    form = PartForm
    formset = RecordFormSet
    extra = 0
    # The admin's own width of a text pushes the row beyond the window.
    formfield_overrides = TEXT_FIELDS | {
        models.TextField: {
            "form_class": NoteField,
            "widget": Textarea(attrs={"rows": 2, "cols": 40}),
        }
    }

    def get_queryset(self, request):
        return super().get_queryset(request).present()

    def get_fields(self, request, obj=None):
        names = super().get_fields(request, obj)
        return [*names, "version"] if "version" in self.form.declared_fields else names

    def get_formset(self, request, obj=None, **kwargs):
        names = kwargs.get("fields") or self.get_fields(request, obj)
        kwargs["fields"] = [
            name
            for name in columns(names, self.form)
            if name not in self.get_readonly_fields(request, obj)
        ]
        return super().get_formset(request, obj, **kwargs)


class ReadOnlyInline(PartInline):
    """Read-only rows that belong to a record."""

    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
