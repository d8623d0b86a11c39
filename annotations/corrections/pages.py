"""Carries the pages of an article's text over to a corrected text."""

from annotations.anchoring.page_starts import moved_pages


def carry_pages_over(former, revision):
    """Store the pages of the Revision `revision`, unless its file stated them.

    They follow from those of the Revision `former`. A text that the article had before has those
    that it had then.
    """
    if revision.pages or not former.pages:
        return
    earlier = revision.article.revisions.filter(number__lt=revision.number, sha256=revision.sha256)
    restored = earlier.exclude(pages=None).order_by("-number").values_list("pages", flat=True)
    pages = restored.first() or moved_pages(former.pages, former.text, revision.text)
    revision.keep_pages(pages)
