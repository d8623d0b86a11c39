from django.apps import AppConfig
from django.core.checks import Tags, register
from django.urls import register_converter

from corpus.web.url_converters import RecordIdConverter


class CorpusConfig(AppConfig):
    """What was published: sources, people, articles and their texts."""

    name = "corpus"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        register_converter(RecordIdConverter, "record_id")
        # Models cannot be imported before all apps are loaded.
        from corpus.article_search_fields import register_fields
        from corpus.former_migrations import CORPUS, register_check
        from corpus.records.merging import refuse_merge_chains
        from corpus.records.undo_rules import IMPORT, undo_rules
        from corpus.search_index.checks import register_index_checks
        from corpus.web.late_views import check_late_views

        undo_rules.refusals["article.import"] = IMPORT
        undo_rules.repairs.append(refuse_merge_chains)
        register_fields()
        register_check(self.label, CORPUS)
        register_index_checks(self)
        register(check_late_views, Tags.urls)
