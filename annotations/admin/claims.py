from django.contrib import admin
from django.utils import timezone

from annotations.admin.tagged import TaggedForm
from annotations.models import Claim, Evidence, Relation
from annotations.models.tag_link import retag
from corpus.record_admin.forms import PartForm, RecordForm, imprecise_date_field
from corpus.record_admin.inlines import PartInline, ReadOnlyInline
from corpus.record_admin.lists import PresenceFilter
from corpus.record_admin.model_admin import RecordAdmin


class ClaimForm(TaggedForm):
    said = imprecise_date_field("Said")
    dates = {"said": ("said_on", "said_precision")}


class EvidenceForm(RecordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Another passage would be another piece of evidence, with its own author.
        disable_if_saved(self, "passage")


class RelationForm(PartForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        disable_if_saved(self, "to_claim")


def disable_if_saved(form, name):
    """Disable a field of a saved row, whose target must not change."""
    if form.instance.pk and name in form.fields:
        form.fields[name].disabled = True


class EvidenceInline(PartInline):
    model = Evidence
    form = EvidenceForm
    fields = ["passage", "stance", "origin", "why"]
    autocomplete_fields = ["passage", "origin"]
    verbose_name = "piece of evidence"
    verbose_name_plural = "evidence"


class RelationInline(PartInline):
    model = Relation
    form = RelationForm
    fk_name = "from_claim"
    fields = ["kind", "to_claim"]
    autocomplete_fields = ["to_claim"]
    verbose_name_plural = "relations to other claims"


class RelationHereInline(ReadOnlyInline):
    model = Relation
    fk_name = "to_claim"
    fields = ["from_claim", "kind"]
    verbose_name_plural = "relations from other claims (edit them there)"


@admin.register(Claim)
class ClaimAdmin(RecordAdmin):
    """Drafts can be edited here; claims are published and withdrawn on their pages."""

    form = ClaimForm
    fields = ["statement", "speaker", "attribution", "said", "credibility", "verdict", "tags"]
    readonly_fields = ["status", "created_by", "created_at"]
    autocomplete_fields = ["speaker"]
    inlines = [EvidenceInline, RelationInline, RelationHereInline]
    list_display = ["statement", "said_by", "date", "credibility", "status"]
    list_filter = [PresenceFilter, "status", "credibility"]
    list_select_related = ["speaker"]
    search_fields = ["statement", "attribution"]

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        return fields if obj is None else ["status", *fields, "created_by", "created_at"]

    def why_it_stays(self, obj):
        if obj.publication_id is None:
            return ""
        return "it has been published, and its permalink must keep working. Withdraw it instead."

    def add_row(self, request, obj, form):
        super().add_row(request, obj, form)
        retag(obj, form.cleaned_data["tags"])

    def save_row(self, request, obj, form, *others):
        # Content that a publication would freeze has changed.
        obj.edited_at = timezone.now()
        super().save_row(request, obj, form, *others, "edited_at")
        retag(obj, form.cleaned_data["tags"])

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for rows in formsets:
            if rows.model is Relation and rows.has_changed():
                changed = [relation for relation, _ in rows.changed_objects]
                others = [relation.to_claim_id for relation in [*rows.new_objects, *changed]]
                for claim in Claim.lock_all(others):
                    claim.note_edit()

    @admin.display(description="said by")
    def said_by(self, claim):
        return claim.speaker or claim.attribution

    @admin.display(description="said", ordering="said_on")
    def date(self, claim):
        return claim.said or ""
