from http import HTTPStatus

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.shortcuts import redirect

from corpus.models import acting
from corpus.record_admin.constraints import violations
from corpus.record_admin.forms import TEXT_FIELDS, RecordForm, columns
from corpus.record_admin.lists import BoundedPaginator, PresenceFilter


class RecordAdmin(admin.ModelAdmin):
    """The admin of a model of records: each save is one Action, deletion is soft."""

    form = RecordForm
    formfield_overrides = TEXT_FIELDS
    list_filter = [PresenceFilter]
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ["restore_selected"]

    # Permissions.

    def has_change_permission(self, request, obj=None):
        is_deleted = obj is not None and obj.is_deleted
        return not is_deleted and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        is_deleted = obj is not None and obj.is_deleted
        return not is_deleted and super().has_delete_permission(request, obj)

    def why_it_stays(self, obj):
        """Why a row cannot be deleted, as a sentence; "" if it can."""
        return obj.why_it_stays()

    # The form.

    def get_fields(self, request, obj=None):
        fields = [*super().get_fields(request, obj)]
        is_editable = obj is not None and self.has_change_permission(request, obj)
        return [*fields, "version"] if is_editable else fields

    def get_form(self, request, obj=None, change=False, **kwargs):
        names = kwargs.get("fields") or self.get_fields(request, obj)
        kwargs["fields"] = columns(names, kwargs.get("form", self.form))
        return super().get_form(request, obj, change, **kwargs)

    def get_changeform_initial_data(self, request):
        """Initial values from the address of a new form, without invalid keys of rows."""
        initial = super().get_changeform_initial_data(request)
        return {
            name: value for name, value in initial.items() if self._is_valid_initial(name, value)
        }

    def _is_valid_initial(self, name, value):
        try:
            field = self.opts.get_field(name)
        except FieldDoesNotExist:
            return True
        return not field.is_relation or is_key(value)

    def history_view(self, request, object_id, extra_context=None):
        """Redirect to the record's history page, which deleted records have too."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return redirect(f"{self.opts.model_name}_history", row.public_id)

    # The list.

    def changelist_view(self, request, extra_context=None):
        """Ignore selected values that are not keys of rows."""
        if request.method == "POST":
            request.POST = request.POST.copy()
            selected = request.POST.getlist(ACTION_CHECKBOX_NAME)
            request.POST.setlist(ACTION_CHECKBOX_NAME, [key for key in selected if is_key(key)])
        return super().changelist_view(request, extra_context)

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is not None and request.method == "POST" and connection.in_atomic_block:
            return self.model.lock(row.pk)
        return row

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return self._save(request, object_id, form_url, extra_context)
        except IntegrityError:
            # The name was taken between the check and the save: this time the check sees it.
            return self._save(request, object_id, form_url, extra_context)

    def _save(self, request, *arguments):
        with acting(f"{self.opts.model_name}.admin", request.user):
            response = super().changeform_view(request, *arguments)
            context = getattr(response, "context_data", None) or {}
            if context.get("errors"):
                # A refused form changes nothing: its Action is rolled back too.
                transaction.set_rollback(True)
                if any(getattr(form, "is_stale", False) for form in forms_in(context)):
                    response.status_code = HTTPStatus.CONFLICT
        return response

    # Saving.

    def save_model(self, request, obj, form, change):
        """Add a new row; a changed one is saved by `save_related`, together with its inlines."""
        if not change:
            self.add_row(request, obj, form)

    def add_row(self, request, obj, form):
        if hasattr(obj, "created_by_id"):
            obj.created_by = request.user
        obj.save()

    def save_related(self, request, form, formsets, change):
        if change and (form.has_changed() or any(rows.has_changed() for rows in formsets)):
            self.save_row(request, form.instance, form)
        super().save_related(request, form, formsets, change)

    def save_row(self, request, obj, form, *others):
        """Save the fields that the form sets, and `others`, derived from them."""
        obj.save_act(*form.columns, *others)

    def save_formset(self, request, form, formset, change):
        formset.save(commit=False)
        for row in formset.deleted_objects:
            row.remove()
        for row, names in formset.changed_objects:
            row.save_act(*(name for name in names if name != "version"))
        for row in formset.new_objects:
            if hasattr(row, "created_by_id"):
                row.created_by = request.user
            row.save()

    # Deleting and restoring.

    def get_deleted_objects(self, objs, request):
        """For the confirmation page: the rows alone, since rows that refer to them stay."""
        undeletable = [f"{row}: {self.why_it_stays(row)}" for row in objs if self.why_it_stays(row)]
        return (
            [str(row) for row in objs],
            {self.opts.verbose_name_plural: len(objs)},
            set(),
            undeletable,
        )

    def delete_model(self, request, obj):
        with acting(f"{self.opts.model_name}.delete", request.user):
            obj.remove()

    def delete_queryset(self, request, queryset):
        with acting(f"{self.opts.model_name}.delete", request.user):
            for row in queryset.order_by("pk"):
                self._remove(request, self.model.lock(row.pk, even_deleted=True))

    def _remove(self, request, row):
        """Delete a locked row, unless it cannot be deleted any more."""
        if reason := self.why_it_stays(row):
            self.message_user(request, f"{row} was not deleted: {reason}", messages.ERROR)
        else:
            row.remove()

    @admin.action(description="Restore selected %(verbose_name_plural)s", permissions=["delete"])
    def restore_selected(self, request, queryset):
        deleted = list(queryset.exclude(deleted_at=None))
        restored = [row for row in deleted if self._restore(request, row)]
        if restored:
            names = ", ".join(str(row) for row in restored)
            self.message_user(request, f"Restored: {names}.", messages.SUCCESS)

    def _restore(self, request, row):
        """Restore a row, unless that violates a constraint; returns whether it was restored."""
        with acting(f"{self.opts.model_name}.restore", request.user):
            row = self.model.lock(row.pk, even_deleted=True)
            if not row.is_deleted:
                return False
            row.deleted_at = row.deleted_by = None
            cleared = row.give_way()
            reasons = violations(row)
            if reasons:
                transaction.set_rollback(True)
            else:
                row.save_act("deleted_at", "deleted_by", *cleared)
        if reasons:
            message = f"{row} stays deleted. {' '.join(message for _, message in reasons)}"
            self.message_user(request, message, messages.ERROR)
        return not reasons


def is_key(value):
    """Whether a text can be the key of a row."""
    return value.isascii() and value.isdigit() and len(value) < 19


def forms_in(context):
    """Yield the forms of a page: the record's own, and those of its inlines."""
    yield context["adminform"].form
    for inline in context["inline_admin_formsets"]:
        yield from inline.formset.forms
