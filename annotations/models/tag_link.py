from django.db import connection, models
from taggit.managers import _TaggableManager
from taggit.models import ItemBase

from annotations.models.tag import Tag
from corpus.db.compiled_query import KEYS, CompiledQuery
from corpus.records.action import TOLD_BY_ACTION, History
from corpus.records.bulk_write import add_rows, change_rows, delete_rows

# The maximum of tags on one row.
MAX_TAGS = 100
# The maximum length of a row's text in a message, in code points.
MAX_NAME_SHOWN = 40


class TagLink(ItemBase):
    """A tag on a row; `position` keeps the order in which tags were added.

    Links are hard-deleted when a tag is removed; their history is kept.
    """

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="%(class)s_links")
    position = models.PositiveSmallIntegerField(default=0)

    # A link is identified by the ids of its ends.
    natural_key_fields = ["content_object__public_id", "tag__public_id"]

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def natural_key(self):
        return (self.content_object.public_id, self.tag.public_id)


class PassageTag(TagLink):
    # Found by its part of the unique constraint.
    content_object = models.ForeignKey(
        "annotations.Passage", models.PROTECT, related_name="tag_links", db_index=False
    )
    history = History(unindexed=TOLD_BY_ACTION)

    class Meta(TagLink.Meta):
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="passage_tag_unique")
        ]


class ClaimTag(TagLink):
    content_object = models.ForeignKey(
        "annotations.Claim", models.PROTECT, related_name="tag_links"
    )
    history = History()

    class Meta(TagLink.Meta):
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="claim_tag_unique")
        ]


class ReadOnlyTagManager(_TaggableManager):
    """taggit's manager, read-only: its writes would have no history."""

    def _refuse(self, *args, **kwargs):
        raise TypeError("Tag through retag(row, names), which keeps the history.")

    add = remove = set = clear = _refuse


def tags_of(row):
    """The present tags of a row, in the order in which they were added."""
    links = row.tag_links.filter(tag__deleted_at=None).select_related("tag")
    return [link.tag for link in links]


class TooManyTags(ValueError):
    """A row would have more than MAX_TAGS tags."""


def check_tags(row, count, count_before=0):
    """Raise TooManyTags if a row would have more than MAX_TAGS and more than before."""
    if count > max(MAX_TAGS, count_before):
        name = str(row)
        shown = name if len(name) <= MAX_NAME_SHOWN else name[: MAX_NAME_SHOWN - 1] + "…"
        raise TooManyTags(f"“{shown}” would have {count} tags; the limit is {MAX_TAGS}.")


def retag(row, names, links=None):
    """Set the tags of a row to these names, in this order.

    The row must be locked: merging tags waits for that lock, so its links cannot change.
    `links` are its present links, [] for a new row; None reads them. Links to deleted tags are
    kept, so that restored tags reappear in place.
    """
    if links is None:
        links = row.tag_links.filter(tag__deleted_at=None)
    retag_all({row: Tag.objects.obtain(names)}, {row.pk: list(links)})


def retag_all(tags_by_row, links):
    """Set the tags of several rows of one model, in order.

    `tags_by_row` maps rows to lists of tags, `links` row keys to present links, without those to
    deleted tags. Returns the changed rows.
    """
    added, moved, removed, changed = [], [], [], []
    for row, tags in tags_by_row.items():
        unused = {link.tag_id: link for link in links.get(row.pk, ())}
        counts_before = len(added), len(moved), len(removed)
        for position, tag in enumerate(tags):
            link = unused.pop(tag.pk, None)
            if link is None:
                link = row.tag_links.model(content_object=row, tag=tag, position=position)
                added.append(link)
            elif link.position != position:
                link.position = position
                moved.append(link)
        removed += unused.values()
        if counts_before != (len(added), len(moved), len(removed)):
            changed.append(row)
    add_rows(added)
    change_rows(moved, ["position"])
    delete_rows(removed)
    _follow_merges(tags_by_row, added)
    return changed


def _follow_merges(tags_by_row, added):
    """Redirect links to tags that were merged while this transaction waited for the lock.

    Without such locks nothing is written between reading the tags and linking them.
    """
    if not added or not connection.features.has_select_for_update:
        return
    successor_of = dict(_merged_into({link.tag_id for link in added}))
    if not successor_of:
        return
    merged_into = Tag.objects.in_bulk(successor_of.values())
    successors = {pk: merged_into[successor] for pk, successor in successor_of.items()}
    redirected = {
        row: list(dict.fromkeys(successors.get(tag.pk, tag) for tag in tags))
        for row, tags in tags_by_row.items()
    }
    retag_all(redirected, links_of(list(redirected)))


_merged_into = CompiledQuery(
    KEYS,
    build=lambda keys: (
        Tag.objects.filter(pk__in_array=keys)
        .exclude(merged_into=None)
        .order_by()
        .values_list("pk", "merged_into_id")
    ),
)


def links_of(rows):
    """{row key: its links in order} for rows of one model, without links to deleted tags."""
    by_row = {}
    model = rows[0].tag_links.model
    links = model.objects.filter(content_object__in=rows, tag__deleted_at=None)
    for link in links.select_related("tag__merged_into"):
        by_row.setdefault(link.content_object_id, []).append(link)
    return by_row
