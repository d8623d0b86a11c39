from functools import wraps

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from corpus.web.redirects import internal_address

# Members who may edit sources may use the admin; `User.is_staff` is ignored.
ADMIN_PERMISSION = "corpus.change_source"
SIGN_IN_URL = reverse_lazy("sign_in")


class DeskAdminConfig(AdminConfig):
    default_site = "corpus.admin_site.DeskAdminSite"


class PresentRowsView(AutocompleteJsonView):
    """Autocompletion in the admin, without deleted or merged rows."""

    def get_queryset(self):
        rows = super().get_queryset()
        if hasattr(rows, "standing"):
            return rows.standing()
        return rows.present() if hasattr(rows, "present") else rows


class DeskAdminSite(admin.AdminSite):
    """The admin: editors manage records in it, administrators also accounts."""

    site_title = "Twosource"
    site_header = "Twosource"
    index_title = "Administration"

    def has_permission(self, request):
        return request.user.is_active and request.user.has_perm(ADMIN_PERMISSION)

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def inner(request, *args, **kwargs):
            # Redirecting a member to the sign-in page would loop.
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied("The admin is for editors and administrators.")
            return guarded(request, *args, **kwargs)

        return inner

    def get_urls(self):
        urls = [url for url in super().get_urls() if getattr(url, "name", "") != "logout"]
        for url in urls:
            if hasattr(getattr(url, "callback", None), "login_url"):
                url.callback.login_url = SIGN_IN_URL
        # Imported here because the user model is not loaded yet while Django imports this module.
        from corpus.web.sign_in import SignOutView

        # The desk's own way to sign out, open to every member.
        return [path("logout/", SignOutView.as_view(), name="logout"), *urls]

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        """Redirect to the desk's sign-in page, and members to the index; 403 for others."""
        from django.contrib.auth.views import redirect_to_login

        if not request.user.is_authenticated:
            address = internal_address(request.GET.get("next"))
            return redirect_to_login(address or reverse_lazy("admin:index"))
        if not self.has_permission(request):
            raise PermissionDenied("The admin is for editors and administrators.")
        return redirect("admin:index")

    def autocomplete_view(self, request):
        return PresentRowsView.as_view(admin_site=self)(request)
