from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime

from corpus.names import name_key
from corpus.record_admin.constraints import violations
from corpus.web.date_field import ImpreciseDateField

REOPEN = "Nothing was saved. Copy what you need, then open the page again."


class PartForm(forms.ModelForm):
    """A form that checks every constraint and offers no deleted row, unless it is chosen.

    `dates` names date fields of the form and the pair of columns behind each; a property of the
    same name on the model gives the value.
    """

    dates = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            rows = getattr(field, "queryset", None)
            if hasattr(rows, "present"):
                offered = rows.standing() if hasattr(rows, "standing") else rows.present()
                chosen = rows.filter(pk=getattr(self.instance, f"{name}_id", None))
                field.queryset = offered | chosen

    @property
    def columns(self):
        """The columns that the form sets; nothing else of the row is saved."""
        given = set(self.cleaned_data) - set(self.declared_fields)
        columns = [each.name for each in self.instance._meta.concrete_fields if each.name in given]
        return [*columns, *(name for pair in self.dates.values() for name in pair)]

    def validate_unique(self):
        super().validate_unique()
        if hasattr(self.instance, "name_key"):
            # Saving makes the key of the name; the constraints compare it before that.
            self.instance.name_key = name_key(self.instance.name)
            if len(self.instance.name_key) > self.instance._meta.get_field("name_key").max_length:
                self.add_error("name", "This name is too long to be compared with others.")
        for message in violations(self.instance, exclude=self.errors):
            if message not in self.non_field_errors():
                self.add_error(None, message)


class RecordForm(PartForm):
    """A form that refuses to overwrite what it has not shown."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    is_stale = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A form of fields that are only shown has lost them.
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
        """Say who changed the row and, beside each field, both values."""
        self.is_stale = True
        last = self.instance.history.select_related("history_user").first()
        who = last.history_user.get_username() if last and last.history_user else "Somebody"
        when = f" on {date_format(localtime(last.history_date), 'j F Y, H:i')}" if last else ""
        self.add_error(None, f"{who} changed this{when}, after you had opened it. {REOPEN}")
        for name in self.changed_data:
            if name in self.cleaned_data and name != "version":
                now, yours = self._now(name), self._worded(name, self.cleaned_data[name])
                self.add_error(name, f"It is now “{now}”. You wrote “{yours}”.")

    def _now(self, name):
        typed_here = name in self.declared_fields
        return self._worded(
            name, self.initial.get(name) if typed_here else getattr(self.instance, name)
        )

    def _worded(self, name, value):
        field = self.fields[name]
        if isinstance(value, list):
            return ", ".join(value)
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            value = dict(field.choices).get(value, value)
        return "" if value is None else str(value)


class RecordFormSet(forms.BaseInlineFormSet):
    """Rows of an inline; also refuses two alike that were typed at once."""

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        for constraint in self.model._meta.constraints:
            if getattr(constraint, "condition", None) and getattr(constraint, "fields", ()):
                self._refuse_twins(constraint.fields)

    def _refuse_twins(self, names):
        fields = [self.model._meta.get_field(name) for name in names]
        seen = set()
        for form in self.forms:
            if form in self.deleted_forms or not (form.has_changed() or form.instance.pk):
                continue
            values = tuple(getattr(form.instance, field.attname) for field in fields)
            if values in seen:
                raise ValidationError("Two rows say the same; take one of them away.")
            seen.add(values)


def date_known(label):
    """A field of an admin form for a date with precision."""
    return ImpreciseDateField(label=label, required=False, widget=AdminTextInputWidget)


def columns(names, form):
    """The names that are no declared fields of the form.

    Those are in the form anyway, and where one is named like a column that pages may not edit,
    Django refuses it.
    """
    return [name for name in names if name not in form.declared_fields]
