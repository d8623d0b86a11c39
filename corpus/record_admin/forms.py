from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime

from corpus.names import kept_key
from corpus.record_admin.constraints import violations
from corpus.web.date_field import ImpreciseDateField
from corpus.web.text_fields import LineField, NoteField

# The form fields of columns of text.
TEXT_FIELDS = {
    models.CharField: {"form_class": LineField},
    models.TextField: {"form_class": NoteField},
}
REOPEN_MESSAGE = "Nothing was saved. Copy what you need, then reload the page."


class PartForm(forms.ModelForm):
    """A form that checks every constraint and offers deleted rows only if already selected.

    `dates` names date fields of the form and the pair of columns behind each; a property of the
    same name on the model gives the value.
    """

    dates = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            rows = getattr(field, "queryset", None)
            if hasattr(rows, "present"):
                choices = rows.standing() if hasattr(rows, "standing") else rows.present()
                chosen = rows.filter(pk=getattr(self.instance, f"{name}_id", None))
                field.queryset = choices | chosen

    @property
    def columns(self):
        """The names of the fields that the form sets; only these are saved."""
        submitted = set(self.cleaned_data) - set(self.declared_fields)
        columns = [
            field.name for field in self.instance._meta.concrete_fields if field.name in submitted
        ]
        return [*columns, *(name for pair in self.dates.values() for name in pair)]

    def validate_unique(self):
        super().validate_unique()
        if hasattr(self.instance, "name_key"):
            # Constraints are checked before `save` derives the name key.
            self.instance.name_key = kept_key(self.instance.name_key, self.instance.name)
            if len(self.instance.name_key) > self.instance._meta.get_field("name_key").max_length:
                self.add_error("name", "This name is too long.")
        # A name that was refused has no key.
        derived = {"name_key"} if "name" in self.errors else set()
        for field, message in violations(self.instance, exclude={*self.errors, *derived}):
            if message not in self.non_field_errors():
                self.add_error(field if field in self.fields else None, message)


class RecordForm(PartForm):
    """A form that refuses to save a row changed since the form was opened."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    is_stale = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A read-only form has no fields.
        if self.instance.pk and "version" in self.fields:
            self.initial["version"] = self.instance.version
        for name in self.dates:
            self.initial.setdefault(name, getattr(self.instance, name))

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and cleaned.get("version") != self.instance.version:
            self._refuse_stale()
        for name, (on, precision) in self.dates.items():
            if name in self.cleaned_data:
                date = self.cleaned_data[name]
                setattr(self.instance, on, date and date.first)
                setattr(self.instance, precision, date.precision if date else "")
        return cleaned

    def _refuse_stale(self):
        """Report who changed the row and, at each field, both values."""
        self.is_stale = True
        last = self.instance.history.select_related("history_user").first()
        who = last.history_user.get_username() if last and last.history_user else "Somebody"
        when = f" on {date_format(localtime(last.history_date), 'j F Y, H:i')}" if last else ""
        self.add_error(None, f"{who} changed this{when}, after you opened it. {REOPEN_MESSAGE}")
        for name in self.changed_data:
            if name in self.cleaned_data and name != "version":
                now, yours = self._current_text(name), self._as_text(name, self.cleaned_data[name])
                self.add_error(name, f"It is now “{now}”. You wrote “{yours}”.")

    def _current_text(self, name):
        typed_here = name in self.declared_fields
        return self._as_text(
            name, self.initial.get(name) if typed_here else getattr(self.instance, name)
        )

    def _as_text(self, name, value):
        field = self.fields[name]
        if isinstance(value, list):
            return ", ".join(value)
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            value = dict(field.choices).get(value, value)
        return "" if value is None else str(value)


class RecordFormSet(forms.BaseInlineFormSet):
    """Rows of an inline; refuses duplicates among the submitted rows."""

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        for constraint in self.model._meta.constraints:
            if getattr(constraint, "condition", None) and getattr(constraint, "fields", ()):
                self._refuse_duplicates(constraint.fields)

    def _refuse_duplicates(self, names):
        fields = [self.model._meta.get_field(name) for name in names]
        seen = set()
        for form in self.forms:
            if form in self.deleted_forms or not (form.has_changed() or form.instance.pk):
                continue
            values = tuple(getattr(form.instance, field.attname) for field in fields)
            if values in seen:
                raise ValidationError("Two rows are the same. Remove one of them.")
            seen.add(values)


def imprecise_date_field(label):
    """A field for a date with precision, with the admin's widget."""
    return ImpreciseDateField(label=label, required=False, widget=AdminTextInputWidget)


def columns(names, form):
    """The names without the declared fields of the form.

    Django adds declared fields itself, and refuses one named like a non-editable column.
    """
    return [name for name in names if name not in form.declared_fields]
