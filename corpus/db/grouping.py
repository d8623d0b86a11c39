from collections import defaultdict


def grouped(rows):
    """Rows by their first column, in lists; each row comes without it, as a tuple."""
    rows_by_key = defaultdict(list)
    for key, *row in rows:
        rows_by_key[key].append(tuple(row))
    return rows_by_key
