from django.db import models
from taggit.managers import _TaggableManager
from taggit.models import ItemBase

from annotations.models.tag import Tag
from corpus.models.action import History


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


class TaggedRows(_TaggableManager):
    """taggit's manager for reading; what it would write has no history, so it refuses."""

    def _refuse(self, *args, **kwargs):
        raise TypeError("Tag through retag(row, names, by), which keeps the history.")

    add = remove = set = clear = _refuse


def tags_of(row):
    """The tags of a row that are present, in the order in which they were given."""
    links = row.tag_links.filter(tag__deleted_at=None).select_related("tag")
    return [link.tag for link in links]


def retag(row, names, by, links=None):
    """Give a row exactly the tags of these names, in this order; call it inside `acting`.

    The row is locked: so its links stay as they are read, since who merges tags waits for it.
    `links` are those it has: a new row has none, and nobody need ask for them. Links to deleted
    tags are not seen and stay: a tag that is restored stands where it stood.
    """
    if links is None:
        links = row.tag_links.filter(tag__deleted_at=None)
    links = {link.tag_id: link for link in links}
    added = []
    for position, tag in enumerate(Tag.objects.obtain(names, by)):
        link = links.pop(tag.pk, None)
        if link is None:
            added.append(row.tag_links.create(tag=tag, position=position).tag_id)
        elif link.position != position:
            link.position = position
            link.save(update_fields=["position"])
    for link in links.values():
        link.delete()
    # Who merges a tag locks it: a link made meanwhile waited for that and would stay behind.
    if added and Tag.objects.filter(pk__in=added).exclude(merged_into=None).exists():
        retag(row, names, by)
