from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    """What analysts say about it: passages, tags, claims and their evidence."""

    name = "annotations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Models cannot be imported before all apps are there.
        from annotations.corrections.carry_over import carry_over
        from annotations.corrections.pages import carry_pages_over
        from annotations.former_migrations import ANNOTATIONS
        from annotations.history.undo_rules import register_undo_rules
        from annotations.passages.placement_checks import register_placement_check
        from annotations.search.fields import register_fields
        from corpus.former_migrations import register_check
        from corpus.hooks import AFTER_CORRECTION
        from corpus.records.undo_rules import undo_rules
        from corpus.search_index.checks import register_index_checks

        AFTER_CORRECTION.add("passages follow", carry_over)
        AFTER_CORRECTION.add("pages follow", carry_pages_over)
        register_undo_rules(undo_rules)
        register_fields()
        register_check(self.label, ANNOTATIONS)
        register_index_checks(self)
        register_placement_check()
