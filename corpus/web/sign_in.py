"""Signing in and out; both redirect only to internal pages."""

from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.decorators import method_decorator

from corpus.web.kept_form import form_carried_by
from corpus.web.redirects import internal_address

# Pages to which signing in or out must not redirect.
SIGN_IN_PAGES = ("sign_in", "sign_out", "admin:login", "admin:logout")
# Why somebody is led to the sign-in page, as its address says and in words.
ENDED, NOTHING_DONE = "ended", "nothing-done"
REASONS = {
    ENDED: "Your session has ended.",
    NOTHING_DONE: "You were signed out. Nothing was saved, published or changed: do it again"
    " once you are signed in.",
}


class InternalRedirectMixin:
    def get_redirect_url(self, *args, **kwargs):
        """The address in `next`; "" if it is not an internal page."""
        return internal_address(super().get_redirect_url(*args, **kwargs), except_for=SIGN_IN_PAGES)


@method_decorator(login_not_required, name="dispatch")
class SignInView(InternalRedirectMixin, views.LoginView):
    """Signing in; keeps the form of a signed-out visitor meanwhile (`corpus.web.kept_form`)."""

    template_name = "sign_in.html"
    redirect_authenticated_user = True

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        # The visitor may have signed in in another tab, and is in without the password.
        kept_form = form_carried_by(request) if request.user.is_authenticated else None
        if not kept_form:
            return response
        context = {"kept_form": kept_form, "page": self.get_redirect_url() or "/"}
        return render(request, "send_again.html", context)

    def get_context_data(self, **kwargs):
        reason = REASONS.get(self.request.GET.get("why"), "")
        kept_form = form_carried_by(self.request)
        return super().get_context_data(kept_form=kept_form, reason=reason, **kwargs)


class SignOutView(InternalRedirectMixin, views.LogoutView):
    pass
