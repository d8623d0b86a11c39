from django.urls import path

from annotations.claim_urls import urlpatterns as claim_patterns
from annotations.name_urls import urlpatterns as name_patterns
from annotations.search_urls import urlpatterns as search_patterns
from annotations.undo_urls import urlpatterns as undo_patterns
from annotations.views import (
    articles,
    corrections,
    help,
    home,
    passage_edit,
    autocomplete,
    passages,
    occurrences,
    reading_state,
    reviews,
    revisions,
    suggestions,
    live_updates,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("articles/", articles.article_list, name="article_list"),
    path("articles/<record_id:public_id>/", articles.article, name="article"),
    path(
        "articles/<record_id:public_id>/snapshot/",
        articles.article_snapshot,
        name="article_snapshot",
    ),
    path(
        "articles/<record_id:public_id>/passages/",
        passages.article_passages,
        name="passage_create",
    ),
    path(
        "articles/<record_id:public_id>/passages/tags/",
        passage_edit.passages_retag,
        name="passages_retag",
    ),
    path(
        "articles/<record_id:public_id>/correct/",
        corrections.article_correct,
        name="article_correct",
    ),
    path(
        "articles/<record_id:public_id>/revisions/",
        revisions.article_revisions,
        name="article_revisions",
    ),
    path("articles/<record_id:public_id>/state/", reading_state.article_state, name="article_state"),
    path("articles/<record_id:public_id>/assign/", reading_state.article_assign, name="article_assign"),
    path(
        "articles/<record_id:public_id>/suggestions/",
        suggestions.article_suggestions,
        name="article_suggestions",
    ),
    path("articles/<record_id:public_id>/news/", live_updates.article_news, name="article_news"),
    path(
        "articles/<record_id:public_id>/changes/",
        live_updates.article_changes,
        name="article_changes",
    ),
    path("colleagues/", live_updates.colleagues, name="colleagues"),
    *undo_patterns,
    path("articles/<record_id:public_id>/<str:slug>/", articles.article, name="article"),
    path("passages/<record_id:public_id>.json", passages.passage_json, name="passage_json"),
    path("passages/<record_id:public_id>/", passages.passage, name="passage"),
    path("passages/<record_id:public_id>/edit/", passages.passage_edit, name="passage_edit"),
    path("passages/<record_id:public_id>/delete/", passages.passage_delete, name="passage_delete"),
    path("passages/<record_id:public_id>/mend/", passage_edit.passage_mend, name="passage_mend"),
    path("passages/<record_id:public_id>/review/", reviews.passage_review, name="passage_review"),
    path("passages/<record_id:public_id>/places/", occurrences.passage_places, name="passage_places"),
    path(
        "passages/<record_id:public_id>/places/offer/",
        occurrences.passage_places_offer,
        name="passage_places_offer",
    ),
    path("passages/review/", reviews.passage_review_list, name="passage_review_list"),
    path("offers/tags/", autocomplete.tag_offers, name="tag_offers"),
    path("offers/people/", autocomplete.person_offers, name="person_offers"),
    path("offers/claims/", autocomplete.claim_offers, name="claim_offers"),
    path("help/", help.help_page, name="help"),
    *claim_patterns,
    *name_patterns,
    *search_patterns,
]
