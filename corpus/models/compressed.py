"""Bytes that the database keeps compressed."""

from django.db import models

from corpus.compression import compress, decompress


class CompressedField(models.BinaryField):
    """Bytes, stored as a zlib stream; the database cannot compare or measure them."""

    def deconstruct(self):
        """Appear in migrations as a BinaryField, so that they import nothing of this module."""
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.BinaryField", args, options

    def get_db_prep_value(self, value, connection, prepared=False):
        compressed = None if value is None else compress(value)
        return super().get_db_prep_value(compressed, connection, prepared)

    def from_db_value(self, value, expression, connection):
        return None if value is None else decompress(value)
