from corpus.names import name_key


class NameSearch:
    """Search by `name_key`, which both databases compare alike.

    `search_fields` of the admin must be name key columns with `__contains`.
    """

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, name_key(search_term))
