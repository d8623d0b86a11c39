"""Migrations of this app that a desk of before may have; see `corpus.former_migrations`."""

from corpus.former_migrations import FormerMigrations

ANNOTATIONS = FormerMigrations(
    (
        "0002_groups",
        "0003_reader",
        "0004_reader_seen",
        "0005_set_aside",
        "0006_tag_merging",
        "0007_suggestions_and_together",
        "0008_search",
        "0009_places",
        "0009_saved_search",
    ),
    "annotations_savedsearch",
)
