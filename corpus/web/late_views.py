"""Views that few requests ask for: their modules are imported at the first of these.

Loading every view before the first response took a fifth of the time to it, and memory in each
process. A system check imports all of them, so that a broken one stops `make run`.
"""

from importlib import import_module
from threading import RLock

from django.core.checks import Error
from django.urls import get_resolver

# Two threads that import modules from both ends of a chain could each wait for the other.
_loading = RLock()


class LateModule:
    """A module of views as a URLconf names it: each attribute is a LateView."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, view_name):
        return LateView(self._name, view_name)


class LateView:
    """A view function that is imported when its attributes are read or it is called."""

    all: list["LateView"] = []

    def __init__(self, module_name, view_name):
        self.__module__ = module_name
        self.__name__ = self.__qualname__ = view_name
        self.all.append(self)

    def load(self):
        """Return the function itself; raises what its module raises."""
        with _loading:
            return getattr(import_module(self.__module__), self.__name__)

    def __call__(self, request, *args, **kwargs):
        return self.load()(request, *args, **kwargs)

    def __getattr__(self, name):
        # Django asks each address for this one at the start; only views of classes have it.
        if name == "view_class":
            raise AttributeError(name)
        return getattr(self.load(), name)


def check_late_views(**_):
    """An error for each late view that cannot be imported."""
    # Makes the late views: without it this check would pass if it came first.
    get_resolver().url_patterns  # noqa: B018 - read for what it imports
    errors = []
    for late in LateView.all:
        try:
            late.load()
        except (ImportError, AttributeError) as error:
            errors.append(Error(f"{late.__module__}.{late.__name__} cannot be imported: {error}"))
    return errors
