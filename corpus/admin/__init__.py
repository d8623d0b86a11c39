from corpus.admin.accounts import AccountAdmin, GroupAdmin
from corpus.admin.articles import ArticleAdmin
from corpus.admin.people import PersonAdmin
from corpus.admin.sources import SourceAdmin

__all__ = ["AccountAdmin", "ArticleAdmin", "GroupAdmin", "PersonAdmin", "SourceAdmin"]
