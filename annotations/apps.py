from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    """What analysts say about it: passages, tags, claims and their evidence."""

    name = "annotations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Models cannot be imported before all apps are there.
        from annotations.former_migrations import ANNOTATIONS
        from annotations.models.following import follow
        from annotations.models.undo_rules import fill
        from annotations.places_check import watch_places
        from annotations.search_fields import register_fields
        from corpus.former_migrations import refuse_where_missing
        from corpus.models.undo_rules import undo_rules
        from corpus.search_upkeep import keep_whole
        from corpus.steps import AFTER_CORRECTION

        AFTER_CORRECTION.add("passages follow", follow)
        fill(undo_rules)
        register_fields()
        refuse_where_missing(self.label, ANNOTATIONS)
        keep_whole(self)
        watch_places()
