"""Sessions in the database; the query that each request asks first is compiled once."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from corpus.db.compiled_query import TEXT, CompiledModelQuery

# Sessions whose members a process remembers; each takes about 150 bytes.
MAX_REMEMBERED = 10_000


class SessionStore(DatabaseSessionStore):
    """Django's own: a session that was deleted or has expired is none."""

    def _get_session_from_db(self):
        for session in _sessions(self.session_key):
            if session.expire_date > timezone.now():
                return session
        self._session_key = None
        return None

    def load(self):
        session = super().load()
        _remember(self.session_key, session)
        return session

    def save(self, must_create=False):
        super().save(must_create)
        _remember(self.session_key, self._session)

    def likely_member(self):
        """The key of the account that this session was last seen to be of; else None.

        Only for what is read together with the session: whose it is, its row alone says.
        """
        return _member_by_session.get(self.session_key)

    def queries(self):
        """The call for `sent_together` that reads this session, unless it was read."""
        is_read = self.session_key is None or hasattr(self, "_session_cache")
        return [] if is_read else [(_sessions, self.session_key)]


def _remember(session_key, session):
    if SESSION_KEY not in session:
        return
    if len(_member_by_session) >= MAX_REMEMBERED:
        _member_by_session.clear()
    _member_by_session[session_key] = int(session[SESSION_KEY])


_member_by_session: dict[str, int] = {}
_sessions = CompiledModelQuery(TEXT, build=lambda key: Session.objects.filter(session_key=key))
