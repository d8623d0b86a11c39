from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    """What analysts say about it: passages, tags, claims and their evidence."""

    name = "annotations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from annotations.models.following import follow
        from corpus.steps import AFTER_CORRECTION

        AFTER_CORRECTION.add("passages follow", follow)
