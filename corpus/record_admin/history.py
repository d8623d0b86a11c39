from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey
from django.template.response import TemplateResponse

# History rows on a page; older ones stay in the tables.
ENTRY_LIMIT = 200
HIDDEN_FIELDS = frozenset(["version", "deleted_by", "name_key", "sort_key", "slug", "edited_at"])


@dataclass(frozen=True)
class Change:
    """A column whose value changed, for display."""

    label: str
    old: object
    new: object


@dataclass(frozen=True)
class Entry:
    """One history row, for display: who changed which row, and how."""

    at: datetime
    by: str
    verb: str
    row: str
    changes: tuple[Change, ...]


def entries_of(history):
    """Entries, oldest first, of a QuerySet of the history rows of one table."""
    rows = list(history.select_related("history_user", "action").order_by("-pk")[:ENTRY_LIMIT])
    names = _names(rows)
    former_rows, entries = {}, []
    for row in reversed(rows):
        former = former_rows.get(row.id)
        former_rows[row.id] = row
        entries.append(_entry(row, former, names))
    return entries


def _entry(row, old, names):
    is_new = row.history_type == "+"
    changes = () if old is None else tuple(_changes(old, row, names))
    verb = {"+": "added", "~": "changed", "-": "deleted"}[row.history_type]
    if old is not None and getattr(old, "deleted_at", None) != getattr(row, "deleted_at", None):
        verb = "deleted" if row.deleted_at else "restored"
    return Entry(
        at=row.history_date,
        by=row.history_user.get_username() if row.history_user else "",
        verb="added" if is_new else verb,
        row=f"{row.instance_type._meta.verbose_name} {_name_of(row, names)}".strip(),
        changes=changes,
    )


def _name_of(row, names):
    for column in ("name", "letter", "title", "statement", "quote", "words"):
        if value := getattr(row, column, ""):
            return f"“{value[:79]}…”" if len(value) > 80 else f"“{value}”"
    # A link row has no name of its own.
    for field in row.tracked_fields:
        if field.name in ("tag", "person"):
            return f"“{names.get((field.related_model, getattr(row, field.attname)), '')}”"
    return ""


def _changes(old, new, names):
    for field in new.tracked_fields:
        old_value, new_value = getattr(old, field.attname), getattr(new, field.attname)
        if old_value == new_value or field.name in HIDDEN_FIELDS or field.name == "deleted_at":
            continue
        yield Change(
            str(field.verbose_name),
            _display_value(field, old_value, names),
            _display_value(field, new_value, names),
        )


def _display_value(field, value, names):
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value), "")
    return dict(field.flatchoices).get(value, "" if value is None else value)


def _names(rows):
    """{(model, key): name} of the rows that history rows refer to; one query for each table."""
    keys_by_model = {}
    for row in rows:
        for field in row.tracked_fields:
            if isinstance(field, ForeignKey):
                keys_by_model.setdefault(field.related_model, set()).add(
                    getattr(row, field.attname)
                )
    return {
        (model, pk): str(named_row)
        for model, pks in keys_by_model.items()
        for pk, named_row in model._base_manager.in_bulk(pks - {None}).items()
    }


class HistoryPage:
    """The history page of a record in the admin: changes of the record and its parts.

    `links` are (model, name of the foreign key to the record) of parts without an inline.
    """

    links = []

    def parts(self, request, obj):
        for inline in self.get_inline_instances(request, obj):
            if hasattr(inline.model, "history"):
                yield inline.model, inline.fk_name or self.opts.model_name
        yield from self.links

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        entries = entries_of(obj.history.all())
        for model, parent in self.parts(request, obj):
            entries += entries_of(model.history.filter(**{parent: obj}))
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {obj}",
            "entries": sorted(entries, key=lambda entry: entry.at, reverse=True)[:ENTRY_LIMIT],
            "object": obj,
            "opts": self.opts,
            "module_name": self.opts.verbose_name_plural.capitalize(),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/record_history.html", context)
