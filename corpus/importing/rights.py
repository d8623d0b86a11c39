"""Who may import articles."""

from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied


def may_import(member):
    """Whether a member may import: editors always, others unless the desk keeps it to editors."""
    return member.has_perm("corpus.add_importjob") and (
        settings.ANALYSTS_IMPORT or is_editor(member)
    )


def is_editor(member):
    return member.has_perm("corpus.add_article")


def may_update(member):
    """Whether a member's imports may replace the texts of articles."""
    return member.has_perm("corpus.change_article")


def may_edit_facts(member, article):
    """Whether a member may change what is known of an article besides its text.

    Editors may, and whoever took it in, as long as they may import; `article` is from
    `Article.objects.with_importer()`.
    """
    return may_update(member) or (may_import(member) and article.importer_pk == member.pk)


def for_importers(view):
    """Refuse the view (403) to members who may not import."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not may_import(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked
