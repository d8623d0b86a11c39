"""A list of names in the order that was chosen."""

from corpus.pagination import ordered_page_of


def ordered_list(rows, order, cursor, with_counts=None):
    """A Page of `rows` in a NameOrder; `with_counts(rows)` annotates what lists show of each."""
    counted = with_counts(rows) if with_counts else rows
    all_rows = rows.model._base_manager.all()
    if order.annotation:
        counted = counted.annotate(**order.annotation())
        all_rows = all_rows.annotate(**order.annotation())
    elif order.is_by_count:
        all_rows = with_counts(all_rows)
    return ordered_page_of(counted, order.columns, cursor, cursor_rows=all_rows)
