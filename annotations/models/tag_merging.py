"""What the merging of tags does to the rows that carry them, and how it is taken back.

The links move to the other tag. Where a row carries both, the link of the merged tag goes; the
history of that Action tells which rows carried it when it comes back.
"""

from django.db.models import OuterRef, Subquery

from corpus.records.bulk_write import change_rows, delete_rows, restore_rows
from corpus.records.merging import merge_history_row

# The links of a tag, as Tag calls them.
LINKS = ("passagetag_links", "claimtag_links")


def lock_carriers(*tags):
    """Lock what carries these tags, before the tags and the links, as edits do; inside `acting`.

    Who gives a row other tags holds it, and asks for the tags then: they would wait in a circle.
    """
    for model in _link_models(tags[0]):
        carrying = model.objects.filter(tag__in=tags).values("content_object")
        rows = model._meta.get_field("content_object").related_model._base_manager
        locks = rows.select_for_update(of=("self",), no_key=True).filter(pk__in=carrying)
        list(locks.order_by("pk").values_list("pk"))


def take_over(moved, into):
    """Let `into` stand wherever `moved` stood; call inside `acting`."""
    for model in _link_models(moved):
        links = model.objects.select_for_update(of=("self",))
        there = set(links.filter(tag=into).values_list("content_object", flat=True))
        moving = list(links.filter(tag=moved).order_by("pk"))
        delete_rows([link for link in moving if link.content_object_id in there])
        _point([link for link in moving if link.content_object_id not in there], into)


def give_back(apart, former, back):
    """Let `apart` stand again where it stood when it was merged and `former` stands still.

    `former` stays where it stood before, and where another that is still merged into it stood.
    Each gets back its own links, keys included: by them a later parting knows whose a row was.
    """
    others = former.merged.present().exclude(pk__in=[apart.pk, *back])
    for model in _link_models(apart):
        carried = _carried(model, apart)
        reasons = {}
        for other in others:
            for pk, (row, _) in _carried(model, other).items():
                reasons.setdefault(row, set()).add(pk)
        links = model.objects.select_for_update(of=("self",))
        there = {link.content_object_id: link for link in links.filter(tag=former)}
        wanted = [*carried, *(pk for pks in reasons.values() for pk in pks)]
        taken = set(model.objects.filter(pk__in_array=wanted).values_list("pk", flat=True))
        moving, new = [], []
        for pk, (row, position) in carried.items():
            link = there.get(row)
            if link is None:
                continue
            if link.pk == pk:
                moving.append(link)
                for reason in sorted(reasons.get(row, set()) - taken)[:1]:
                    new.append(_link(model, reason, row, former, link.position))
            elif pk not in taken:
                new.append(_link(model, pk, row, apart, position))
        _point(moving, apart)
        restore_rows(new)


def _link(model, pk, row, tag, position):
    return model(pk=pk, content_object_id=row, tag=tag, position=position)


def _link_models(tag):
    return [_link_model(tag, name) for name in LINKS]


def _link_model(tag, name):
    return tag._meta.get_field(name).related_model


def _point(links, tag):
    for link in links:
        link.tag = tag
    change_rows(links, ["tag"])


def _carried(model, tag):
    """{key of a link: (key of the row, position)} of what carried a tag when it was merged."""
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
