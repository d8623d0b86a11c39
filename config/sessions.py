"""Sessions in the database; the query that each request asks first is compiled once."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from corpus.db.compiled_query import TEXT, CompiledModelQuery


class SessionStore(DatabaseSessionStore):
    """Django's own: a session that was deleted or has expired is none."""

    def _get_session_from_db(self):
        for session in _sessions(self.session_key):
            if session.expire_date > timezone.now():
                return session
        self._session_key = None
        return None


_sessions = CompiledModelQuery(TEXT, build=lambda key: Session.objects.filter(session_key=key))
