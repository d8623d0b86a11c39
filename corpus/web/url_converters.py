from corpus.ids import ID_PATTERN


class RecordIdConverter:
    """Converts the public id of a row in an address."""

    regex = ID_PATTERN

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
