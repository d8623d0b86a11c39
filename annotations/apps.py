from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    """What analysts say about it: passages, tags, claims and their evidence."""

    name = "annotations"
    default_auto_field = "django.db.models.BigAutoField"
