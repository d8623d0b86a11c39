"""What the fields of a record are called on pages."""

from collections.abc import Mapping
from types import MappingProxyType

FIELD_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "text": "Text",
        "html": "Text as HTML",
        "title": "Title",
        "url": "Address",
        "source": "Source",
        "published": "Date",
        "byline": "Byline",
        "language": "Language",
        "retrieved": "Time of retrieval",
    }
)
