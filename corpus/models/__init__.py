from corpus.db.in_array import InArray
from corpus.models.article import Article
from corpus.models.credit import Credit, CreditKind
from corpus.models.import_job import ImportJob, ImportProblem, ImportState, UploadChunk
from corpus.models.near_duplicate import NearDuplicate, Sketch
from corpus.models.person import Alias, Person, PersonKind
from corpus.models.revision import Revision
from corpus.models.snapshot import Retrieval, Snapshot
from corpus.models.source import Grade, Reliability, Source
from corpus.records.action import Action, acting
from corpus.search_index.models import ArticleIndex, PersonIndex, SearchIndex, UnknownField
from corpus.search_index.state import IndexState
from corpus.search_index.word_forms import WordForm

__all__ = [
    "Action",
    "Alias",
    "Article",
    "ArticleIndex",
    "Credit",
    "CreditKind",
    "Grade",
    "ImportJob",
    "ImportProblem",
    "ImportState",
    "InArray",
    "IndexState",
    "NearDuplicate",
    "Person",
    "PersonIndex",
    "PersonKind",
    "Reliability",
    "Retrieval",
    "Revision",
    "SearchIndex",
    "Sketch",
    "Snapshot",
    "Source",
    "UnknownField",
    "UploadChunk",
    "WordForm",
    "acting",
]
