from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from annotations.home import members_home, public_home


@require_safe
@login_not_required
def home(request):
    """A member's work; for the public, what Twosource is and what is published."""
    return _members_home(request) if request.user.is_authenticated else _public_home(request)


def _members_home(request):
    return render(request, "annotations/home.html", {"home": members_home(request.user)})


def _public_home(request):
    context = {
        "readings": public_home(),
        "canonical": f"{settings.SITE_URL}/",
        "preview_image": f"{settings.SITE_URL}{static('preview.png')}",
    }
    return render(request, "annotations/home_public.html", context)
