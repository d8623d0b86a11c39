"""Signing in and out; both redirect only to internal pages."""

from django.contrib.auth import views

from corpus.web.redirects import internal_address

# Pages to which signing in or out must not redirect.
SIGN_IN_PAGES = ("sign_in", "sign_out", "admin:login", "admin:logout")


class InternalRedirectMixin:
    def get_redirect_url(self, *args, **kwargs):
        """The address in `next`; "" if it is not an internal page."""
        return internal_address(super().get_redirect_url(*args, **kwargs), except_for=SIGN_IN_PAGES)


class SignInView(InternalRedirectMixin, views.LoginView):
    template_name = "sign_in.html"
    redirect_authenticated_user = True


class SignOutView(InternalRedirectMixin, views.LogoutView):
    pass
