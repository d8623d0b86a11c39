from django.db import models
from taggit.managers import _TaggableManager
from taggit.models import ItemBase

from annotations.models.tag import Tag
from corpus.records.action import History
from corpus.records.bulk_write import add_rows, change_rows, delete_rows

# As many tags as one row carries.
MOST_TAGS = 100
# As much of a text as names it in a message, in characters.
SHOWN = 40


class TagLink(ItemBase):
    """A tag on a row; `position` keeps the order in which the tags were given.

    Links are deleted for good when a tag is taken off: their history keeps them.
    """

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="%(class)s_links")
    position = models.PositiveSmallIntegerField(default=0)

    # A link is named by the ids of its ends.
    natural_key_fields = ["content_object__public_id", "tag__public_id"]

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def natural_key(self):
        return (self.content_object.public_id, self.tag.public_id)


class PassageTag(TagLink):
    content_object = models.ForeignKey(
        "annotations.Passage", models.PROTECT, related_name="tag_links"
    )
    history = History()

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
    """taggit's manager for reading; what it would write has no history, so it refuses."""

    def _refuse(self, *args, **kwargs):
        raise TypeError("Tag through retag(row, names, by), which keeps the history.")

    add = remove = set = clear = _refuse


def tags_of(row):
    """The tags of a row that are present, in the order in which they were given."""
    links = row.tag_links.filter(tag__deleted_at=None).select_related("tag")
    return [link.tag for link in links]


class TooManyTags(ValueError):
    """A row would carry more tags than anybody reads."""


def check_tags(row, number, before=0):
    """Raise TooManyTags where a row would have so many; what it has already is never too many."""
    if number > max(MOST_TAGS, before):
        words = str(row)
        quote = words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"
        raise TooManyTags(f"“{quote}” would have {number} tags; {MOST_TAGS} are the most.")


def retag(row, names, by, links=None):
    """Give a row exactly the tags of these names, in this order; call it inside `acting`.

    The row is locked: so its links stay as they are read, since who merges tags waits for it.
    `links` are those it has: a new row has none, and nobody need ask for them. Links to deleted
    tags are not seen and stay: a tag that is restored stands where it stood.
    """
    if links is None:
        links = row.tag_links.filter(tag__deleted_at=None)
    retag_all({row: Tag.objects.obtain(names, by)}, {row.pk: list(links)})


def retag_all(wanted, links):
    """Give each of some rows of one model exactly its tags, in their order; inside `acting`.

    `wanted` are lists of tags by row, `links` those that each has by the key of the row, without
    those to deleted tags. Answers the rows that changed.
    """
    added, moved, gone, changed = [], [], [], []
    for row, tags in wanted.items():
        there = {link.tag_id: link for link in links.get(row.pk, ())}
        before = len(added), len(moved), len(gone)
        for position, tag in enumerate(tags):
            link = there.pop(tag.pk, None)
            if link is None:
                link = row.tag_links.model(content_object=row, tag=tag, position=position)
                added.append(link)
            elif link.position != position:
                link.position = position
                moved.append(link)
        gone += there.values()
        if before != (len(added), len(moved), len(gone)):
            changed.append(row)
    add_rows(added)
    change_rows(moved, ["position"])
    delete_rows(gone)
    _follow_merges(wanted, added)
    return changed


def _follow_merges(wanted, added):
    """Who merges a tag locks it: a link made meanwhile waited for that and would stay behind."""
    given = Tag.objects.filter(pk__in={link.tag_id for link in added})
    merged = given.exclude(merged_into=None).select_related("merged_into") if added else ()
    heirs = {tag.pk: tag.merged_into for tag in merged}
    if heirs:
        again = {
            row: list(dict.fromkeys(heirs.get(tag.pk, tag) for tag in tags))
            for row, tags in wanted.items()
        }
        retag_all(again, links_of(list(again)))


def links_of(rows):
    """{key of a row: its links in their order}, of rows of one model; not those to deleted tags."""
    found = {}
    model = rows[0].tag_links.model
    links = model.objects.filter(content_object__in=rows, tag__deleted_at=None)
    for link in links.select_related("tag__merged_into"):
        found.setdefault(link.content_object_id, []).append(link)
    return found
