"""Who may rename, merge or delete a tag: editors, and whoever has created it and used it alone."""

from django.core.exceptions import PermissionDenied

from annotations.models import ClaimTag, PassageTag, Tag

LINKS = (PassageTag, ClaimTag)


def may_change(tag, member):
    """Whether `member` may rename, merge or delete `tag`, or undo its merge."""
    if member.has_perm("annotations.change_tag"):
        return True
    return member.has_perm("annotations.add_tag") and _is_own(tag, member)


def check_may_change(tag, member):
    """Raise PermissionDenied unless `member` may change `tag`."""
    if not may_change(tag, member):
        raise PermissionDenied(
            "Others have made, edited or used this tag. Only editors rename, merge or delete it."
        )


def _is_own(tag, member):
    """Whether nobody else has created, edited or used the tag, deleted rows included.

    A use that was taken off again counts: whoever read the tag then knows it by its name.
    """
    acts = Tag.history.filter(id=tag.pk).order_by()
    authors = list(acts.values_list("action__by", flat=True).distinct()[:2])
    if authors != [member.pk]:
        return False
    return not any(
        links.objects.filter(tag=tag).exclude(content_object__created_by=member).exists()
        or links.history.filter(tag=tag).exclude(action__by=member).exists()
        for links in LINKS
    )
