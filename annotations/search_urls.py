from django.urls import path

from annotations.views import concordance, search

urlpatterns = [
    path("search/", search.search, name="search"),
    path("search/concordance/", concordance.concordance, name="concordance"),
    path("search/facets/", search.search_facets, name="search_facets"),
    path("search/complete/", search.search_completions, name="search_completions"),
    path("search/saved/", search.saved_search_keep, name="saved_search_keep"),
    path(
        "search/saved/<record_id:public_id>/forget/",
        search.saved_search_forget,
        name="saved_search_forget",
    ),
]
