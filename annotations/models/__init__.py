from annotations.models.annotation_job import (
    AnnotationJob,
    AnnotationJobState,
    AnnotationPart,
    AnnotationProblem,
)
from annotations.models.claim import Claim, ClaimKeyConflict, Credibility, Status
from annotations.models.codebook_job import CodebookJob, CodebookPart
from annotations.models.dismissal import Dismissal, DismissalKind
from annotations.models.evidence import Evidence, Stance
from annotations.models.imported import ImportedArticle, ImportedPassage
from annotations.models.member import Member
from annotations.models.origin import Origin, OriginKind
from annotations.models.passage import (
    Passage,
    PassagePerson,
    Role,
)
from annotations.models.placement import Placement, PlacementState
from annotations.models.proposed_correction import ProposalState, ProposedCorrection
from annotations.models.publication import Publication
from annotations.models.quoted_span import QuotedSpan
from annotations.models.reading_state import ReadingState, ReadingStatus
from annotations.models.relation import Relation, RelationKind
from annotations.models.saved_search import SavedSearch
from annotations.models.search_index import ClaimIndex, PassageIndex, TagIndex
from annotations.models.tag import Tag
from annotations.models.tag_link import ClaimTag, PassageTag

__all__ = [
    "AnnotationJob",
    "AnnotationJobState",
    "AnnotationPart",
    "AnnotationProblem",
    "Claim",
    "ClaimIndex",
    "ClaimKeyConflict",
    "ClaimTag",
    "CodebookJob",
    "CodebookPart",
    "Credibility",
    "Dismissal",
    "DismissalKind",
    "Evidence",
    "ImportedArticle",
    "ImportedPassage",
    "Member",
    "Origin",
    "OriginKind",
    "Passage",
    "PassageIndex",
    "PassagePerson",
    "PassageTag",
    "Placement",
    "PlacementState",
    "ProposalState",
    "ProposedCorrection",
    "Publication",
    "QuotedSpan",
    "ReadingState",
    "ReadingStatus",
    "Relation",
    "RelationKind",
    "Role",
    "SavedSearch",
    "Stance",
    "Status",
    "Tag",
    "TagIndex",
]
