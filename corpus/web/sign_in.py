"""Signing in and out; both go on to pages of this desk alone."""

from django.contrib.auth import views

from corpus.web.redirects import own_address

# Nobody who has come in, or gone, wants to be led to a door again.
DOORS = ("sign_in", "sign_out", "admin:login", "admin:logout")


class OwnPagesAlone:
    def get_redirect_url(self, *args, **kwargs):
        """Where `next` leads, or "" where it is no page of this desk."""
        return own_address(super().get_redirect_url(*args, **kwargs), except_for=DOORS)


class SignInView(OwnPagesAlone, views.LoginView):
    template_name = "sign_in.html"
    redirect_authenticated_user = True


class SignOutView(OwnPagesAlone, views.LogoutView):
    pass
