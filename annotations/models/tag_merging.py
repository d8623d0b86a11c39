"""Moves links when tags are merged, and back when the merge is undone.

The links move to the other tag. Where a row has both tags, the link of the merged tag is deleted;
the history of that Action tells which rows had it when the merge is undone.
"""

from django.db.models import OuterRef, Subquery

from corpus.records.bulk_write import change_rows, delete_rows, restore_rows
from corpus.records.merging import merge_history_row

# The links of a tag, as Tag calls them.
LINKS = ("passagetag_links", "claimtag_links")


def lock_carriers(*tags):
    """Lock the rows with these tags, before the tags and the links; call inside `acting`.

    Edits lock a row before its tags: the other order would cause deadlocks.
    """
    for model in _link_models(tags[0]):
        tagged_rows = model.objects.filter(tag__in=tags).values("content_object")
        rows = model._meta.get_field("content_object").related_model._base_manager
        locks = rows.select_for_update(of=("self",), no_key=True).filter(pk__in=tagged_rows)
        list(locks.order_by("pk").values_list("pk"))


def take_over(moved, into):
    """Replace `moved` by `into` on all rows; call inside `acting`."""
    for model in _link_models(moved):
        links = model.objects.select_for_update(of=("self",))
        tagged_rows = set(links.filter(tag=into).values_list("content_object", flat=True))
        moved_links = list(links.filter(tag=moved).order_by("pk"))
        delete_rows([link for link in moved_links if link.content_object_id in tagged_rows])
        _repoint([link for link in moved_links if link.content_object_id not in tagged_rows], into)


def give_back(apart, former, back):
    """Put `apart` back on the rows that had it when it was merged and still have `former`.

    `former` stays on rows that had it before, or that had another tag still merged into it. Each
    tag gets back its own links, keys included: a later undo knows by them whose a row was.
    """
    others = former.merged.present().exclude(pk__in=[apart.pk, *back])
    for model in _link_models(apart):
        links_before = _links_before_merge(model, apart)
        reasons = {}
        for other in others:
            for pk, (row, _) in _links_before_merge(model, other).items():
                reasons.setdefault(row, set()).add(pk)
        links = model.objects.select_for_update(of=("self",))
        link_by_row = {link.content_object_id: link for link in links.filter(tag=former)}
        all_pks = [*links_before, *(pk for pks in reasons.values() for pk in pks)]
        used_pks = set(model.objects.filter(pk__in_array=all_pks).values_list("pk", flat=True))
        returning, new = [], []
        for pk, (row, position) in links_before.items():
            link = link_by_row.get(row)
            if link is None:
                continue
            if link.pk == pk:
                returning.append(link)
                for reason in sorted(reasons.get(row, set()) - used_pks)[:1]:
                    new.append(_link(model, reason, row, former, link.position))
            elif pk not in used_pks:
                new.append(_link(model, pk, row, apart, position))
        _repoint(returning, apart)
        restore_rows(new)


def _link(model, pk, row, tag, position):
    return model(pk=pk, content_object_id=row, tag=tag, position=position)


def _link_models(tag):
    return [_link_model(tag, name) for name in LINKS]


def _link_model(tag, name):
    return tag._meta.get_field(name).related_model


def _repoint(links, tag):
    for link in links:
        link.tag = tag
    change_rows(links, ["tag"])


def _links_before_merge(model, tag):
    """{key of a link: (key of the row, position)} of the rows that had a tag before its merge."""
    merging = merge_history_row(tag)
    if merging is None:
        return {}
    earlier = model.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    before = earlier.order_by("-history_id").values("tag_id")[:1]
    rows = model.history.filter(action=merging.action_id).annotate(before=Subquery(before))
    return {
        row.id: (row.content_object_id, row.position)
        for row in rows.order_by("history_id")
        if tag.pk == (row.tag_id if row.history_type == "-" else row.before)
    }
