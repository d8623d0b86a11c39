"""What browsers and shared caches may keep of a page."""

from functools import wraps

from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_cache_control
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.cache import cache_control

# The ETag is of the answer itself: it changes with the record, with what became of the related
# claims, and with the templates. A time of change could not know of the last two.
if_changed = decorator_from_middleware(ConditionalGetMiddleware)
for_members = cache_control(private=True, no_cache=True)


def for_strangers(view):
    """Shared caches may keep the answer but ask each time, so that a withdrawal holds at once."""

    @wraps(view)
    def cached(request, *args, **kwargs):
        answer = view(request, *args, **kwargs)
        if request.user.is_authenticated:
            patch_cache_control(answer, private=True, no_cache=True)
        else:
            patch_cache_control(answer, public=True, max_age=0, must_revalidate=True)
        return answer

    return cached
