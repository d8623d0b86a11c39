"""What a view reads for its member, read in one statement with the session on PostgreSQL.

A way to the server and back takes as long as the session itself.
"""

from functools import wraps

from corpus.db.query_batch import answered, key_of, read_together, sent_together


def reads_ahead(queries_of):
    """Decorate a view that begins with calls of compiled queries, whatever these answer.

    `queries_of(request, member_pk, *arguments)` returns the calls for `sent_together`, of which the
    view gets the rows; the arguments are those of the view.
    """

    def decorated(view):
        @wraps(view)
        def reading(request, *arguments, **named):
            member_pk = request.user.pk
            rows_by_call = request.__dict__.pop("rows_ahead", {}).get(member_pk)
            if rows_by_call is None:
                rows = sent_together(*queries_of(request, member_pk, *arguments, **named))
            else:
                rows = answered(rows_by_call)
            with rows:
                return view(request, *arguments, **named)

        reading.queries_ahead = queries_of
        return reading

    return decorated


def read_ahead(request, member_pk, calls):
    """Read calls without a ColumnOf, on PostgreSQL, and what the view of the request will read for
    a member; return the rows of the calls for `answered`.

    The view gets its own, if the request is of that member.
    """
    match = request.resolver_match
    queries_of = match and getattr(match.func, "queries_ahead", None)
    if queries_of is None or request.method not in ("GET", "HEAD"):
        return read_together(*calls)
    queries = queries_of(request, member_pk, *match.args, **match.kwargs)
    rows_by_call = read_together(*calls, *queries)
    rows_of_calls = {key: rows_by_call.pop(key) for key in map(key_of, calls)}
    request.rows_ahead = {member_pk: rows_by_call}
    return rows_of_calls
