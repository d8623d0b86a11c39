"""Where messages wait for the next page: the newest few."""

from django.contrib.messages.storage.fallback import FallbackStorage

MAX_WAITING = 5


class NewestMessages(FallbackStorage):
    """Django's storage, with the newest few of the messages that wait, or all of one response.

    A program that sends forms and opens no page would collect them: each request would carry the
    messages of all before it.
    """

    def _store(self, messages, response, *args, **kwargs):
        kept = max(MAX_WAITING, len(self._queued_messages))
        return super()._store(messages[-kept:], response, *args, **kwargs)
