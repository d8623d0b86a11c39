"""The addresses of the desk, and those of the baselines."""

from django.urls import include, path

from tests.bench import yardsticks

urlpatterns = [
    path("yardstick/bare/", yardsticks.bare),
    path("yardstick/articles/<int:pk>/", yardsticks.article),
    path("yardstick/articles/<int:pk>/save/", yardsticks.save),
    path("yardstick/articles/", yardsticks.article_list),
    path("yardstick/claims/<int:pk>/", yardsticks.claim),
    path("yardstick/claims/", yardsticks.claim_list),
    path("", include("config.urls")),
]
