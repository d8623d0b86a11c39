"""Merges tags: their links move to the other tag, and back when the merge is undone.

Where a row has both tags, the link of the merged tag is deleted; the history of that Action tells
which rows had it when the merge is undone.
"""

from django.db.models import OuterRef, Subquery

from annotations.models import Claim, ClaimTag, Passage, PassageTag
from annotations.models.tag import NameTaken, unique_name
from corpus.records.bulk_write import change_rows, delete_rows, restore_rows
from corpus.records.merging import MergeRefused, merge, merge_history_row, unmerge

# The tables of links, each with the rows that it links tags to.
CARRIERS = {PassageTag: Passage, ClaimTag: Claim}


def merge_tag(tag, other, version=None):
    """Merge a tag into another, which takes over all that has the first.

    Raises MergeRefused, StaleVersion, RowGone.
    """
    _lock_carriers(tag, other.resolved)
    take_over(*merge(tag, other, version))


def unmerge_tag(tag):
    """Undo the merge: make it a tag of its own on all that had it. Raises MergeRefused."""
    try:
        with unique_name(tag.name):
            _lock_carriers(tag, tag.resolved)
            unmerge(tag, give_back)
    except NameTaken as taken:
        raise MergeRefused(f"{taken} Rename that one first.") from taken


def _lock_carriers(*tags):
    """Lock the rows with these tags, before the tags and the links.

    Edits lock a row before its tags: the other order would cause deadlocks.
    """
    for links, carriers in CARRIERS.items():
        tagged_rows = links.objects.filter(tag__in=tags).values("content_object")
        rows = carriers._base_manager.select_for_update(of=("self",), no_key=True)
        list(rows.filter(pk__in=tagged_rows).order_by("pk").values_list("pk"))


def take_over(moved, into):
    """Replace `moved` by `into` on all rows."""
    for model in CARRIERS:
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
    for model in CARRIERS:
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
