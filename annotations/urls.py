"""Addresses of the annotation desk, grouped by prefix.

Addresses of actions come before those that end with a slug, which would match them too.
"""

from django.urls import path

from annotations.exports.export import NOUNS, SUFFIXES
from annotations.exports.references import REFERENCE_FORMATS
from annotations.formats.registry import WRITTEN
from annotations.history.entries import PARTS
from annotations.models import Origin
from annotations.views import (
    articles,
    autocomplete,
    claims,
    help,
    home,
    live_updates,
    passages,
    reading_state,
    search,
)
from annotations.views.codebook import tags
from annotations.views.records import people, sources
from corpus.models import Person, Source
from corpus.web.late_views import LateModule

# What people open less often than lists, claims, the reading page and what that page asks for.
article_edit = LateModule("annotations.views.article_edit")
claim_edit = LateModule("annotations.views.claim_edit")
comparison = LateModule("annotations.views.comparison")
concordance = LateModule("annotations.views.concordance")
corrections = LateModule("annotations.views.corrections")
evidence = LateModule("annotations.views.evidence")
history = LateModule("annotations.views.history")
occurrences = LateModule("annotations.views.occurrences")
passage_edit = LateModule("annotations.views.passage_edit")
proposed_corrections = LateModule("annotations.views.proposed_corrections")
relations = LateModule("annotations.views.relations")
reviews = LateModule("annotations.views.reviews")
revisions = LateModule("annotations.views.revisions")
selected_passages = LateModule("annotations.views.selected_passages")
suggestions = LateModule("annotations.views.suggestions")
undo = LateModule("annotations.views.undo")
accounts = LateModule("annotations.views.accounts.accounts")
members = LateModule("annotations.views.accounts.members")
codebook = LateModule("annotations.views.codebook.codebook")
tag_edit = LateModule("annotations.views.codebook.tag_edit")
tag_merge = LateModule("annotations.views.codebook.tag_merge")
annotation_import = LateModule("annotations.views.interchange.annotation_import")
exports = LateModule("annotations.views.interchange.exports")
open_page = LateModule("annotations.views.interchange.open_page")
origins = LateModule("annotations.views.records.origins")
person_merge = LateModule("annotations.views.records.person_merge")
records = LateModule("annotations.views.records.records")

claim_patterns = [
    path("claims/", claims.claim_list, name="claim_list"),
    path("claims/new/", claim_edit.claim_create, name="claim_create"),
    path("claims/<record_id:public_id>.jsonld", claims.claim_jsonld, name="claim_jsonld"),
    path("claims/<record_id:public_id>/", claims.claim, name="claim"),
    path("claims/<record_id:public_id>/edit/", claim_edit.claim_edit, name="claim_edit"),
    path("claims/<record_id:public_id>/publish/", claim_edit.claim_publish, name="claim_publish"),
    path(
        "claims/<record_id:public_id>/withdraw/",
        claim_edit.claim_withdraw,
        name="claim_withdraw",
    ),
    path("claims/<record_id:public_id>/ready/", claim_edit.claim_ready, name="claim_ready"),
    path(
        "claims/<record_id:public_id>/send-back/",
        claim_edit.claim_send_back,
        name="claim_send_back",
    ),
    path(
        "claims/<record_id:public_id>/relations/",
        relations.relation_create,
        name="relation_create",
    ),
    path("claims/<record_id:public_id>/<str:slug>/", claims.claim, name="claim"),
    path("evidence/<record_id:public_id>/edit/", evidence.evidence_edit, name="evidence_edit"),
    path(
        "evidence/<record_id:public_id>/remove/", evidence.evidence_remove, name="evidence_remove"
    ),
    path(
        "relations/<record_id:public_id>/remove/",
        relations.relation_remove,
        name="relation_remove",
    ),
]

name_patterns = [
    *(
        pattern
        for plural, model in (("sources", Source), ("people", Person), ("origins", Origin))
        for pattern in (
            path(
                f"{plural}/new/",
                records.record_create,
                {"model": model},
                name=f"{model._meta.model_name}_create",
            ),
            path(
                f"{plural}/<record_id:public_id>/edit/",
                records.record_edit,
                {"model": model},
                name=f"{model._meta.model_name}_edit",
            ),
        )
    ),
    path("origins/", origins.origin_list, name="origin_list"),
    path("origins/<record_id:public_id>/", origins.origin, name="origin"),
    *(
        path(
            f"{plural}/<record_id:public_id>/merge/",
            records.record_merge,
            {"model": model},
            name=f"{model._meta.model_name}_merge",
        )
        for plural, model in (("sources", Source), ("origins", Origin))
    ),
    path("sources/<record_id:public_id>/grade/", records.source_grade, name="source_grade"),
    path("sources/", sources.source_list, name="source_list"),
    path("sources/<record_id:public_id>/", sources.source, name="source"),
    path("sources/<record_id:public_id>/<str:slug>/", sources.source, name="source"),
    path("people/", people.person_list, name="person_list"),
    path("people/<record_id:public_id>/", people.person, name="person"),
    path("people/<record_id:public_id>/merge/", person_merge.person_merge, name="person_merge"),
    path(
        "people/<record_id:public_id>/unmerge/", person_merge.person_unmerge, name="person_unmerge"
    ),
    path("people/<record_id:public_id>/<str:slug>/", people.person, name="person"),
    path("tags/", tags.tag_list, name="tag_list"),
    path("tags.csv", codebook.codebook_csv, name="codebook_csv"),
    path("tags.json", codebook.codebook_json, name="codebook_json"),
    path("tags.qdc", codebook.codebook_qdc, name="codebook_qdc"),
    path("tags/new/", tag_edit.tag_create, name="tag_create"),
    path("tags/import/", codebook.codebook_import, name="codebook_import"),
    path("tags/import/<record_id:public_id>/", codebook.codebook_job, name="codebook_job"),
    path("tags/import/<record_id:public_id>/move/", codebook.codebook_move, name="codebook_move"),
    path("tags/import/<record_id:public_id>/stop/", codebook.codebook_stop, name="codebook_stop"),
    path("tags/<record_id:public_id>/edit/", tag_edit.tag_edit, name="tag_edit"),
    path("tags/<record_id:public_id>/delete/", tag_edit.tag_delete, name="tag_delete"),
    path("tags/<record_id:public_id>/merge/", tag_merge.tag_merge, name="tag_merge"),
    path("tags/<record_id:public_id>/unmerge/", tag_merge.tag_unmerge, name="tag_unmerge"),
    path("tags/<record_id:public_id>/", tags.tag, name="tag"),
    path("tags/<record_id:public_id>/<str:slug>/", tags.tag, name="tag"),
]

search_patterns = [
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

export_patterns = [
    *(
        path(f"exports/{noun}/", exports.workbook, {"noun": noun}, f"{noun}_workbook")
        for noun in NOUNS
    ),
    path("exports/<str:name>.xlsx", exports.workbook_file, name="workbook_file"),
    *(
        path(
            f"{noun}.{suffix}", exports.export, {"noun": noun, "suffix": suffix}, f"{noun}_{suffix}"
        )
        for noun in NOUNS
        for suffix in SUFFIXES
    ),
    *(
        path(f"passages.{name}", exports.annotation_export, {"name": name}, f"passages_{name}")
        for name in WRITTEN
    ),
    *(
        path(
            f"{noun}.{name}",
            exports.reference_export,
            {"noun": noun, "name": name},
            f"{noun}_{name}",
        )
        for noun, formats in REFERENCE_FORMATS.items()
        for name in formats
    ),
]

import_patterns = [
    path("import/page/", open_page.import_page, name="import_page"),
    path("import/page/read/", open_page.import_page_read, name="import_page_read"),
    path("import/page/save/", open_page.import_page_save, name="import_page_save"),
    path("passages/import/", annotation_import.annotation_import, name="annotation_import"),
    path(
        "passages/import/<record_id:public_id>/",
        annotation_import.annotation_job,
        name="annotation_job",
    ),
    *(
        path(
            f"passages/import/<record_id:public_id>/{verb}/",
            getattr(annotation_import, f"annotation_{verb}"),
            name=f"annotation_{verb}",
        )
        for verb in ("move", "start", "stop", "cancel")
    ),
]

history_patterns = [
    path("actions/<int:pk>/undo/", undo.action_undo, name="action_undo"),
    path("articles/<record_id:public_id>/undo/", undo.article_undo, name="article_undo"),
    path("articles/<record_id:public_id>/redo/", undo.article_redo, name="article_redo"),
    *(
        path(
            f"{model._meta.verbose_name_plural}/<record_id:public_id>/history/",
            history.record_history,
            {"model": model},
            name=f"{model._meta.model_name}_history",
        )
        for model in PARTS
    ),
    path("members/<int:pk>/history/", history.member_history, name="member_history"),
]

member_patterns = [
    path("account/", accounts.account, name="account"),
    path("account/password/", accounts.account_password, name="account_password"),
    path("account/<int:pk>/<str:token>/", accounts.account_link, name="account_link"),
    path("members/", members.member_list, name="member_list"),
    path("members/invite/", members.member_invite, name="member_invite"),
    path("members/<int:pk>/", members.member, name="member"),
    path("members/<int:pk>/link/", members.member_link, name="member_link"),
    path(
        "members/<int:pk>/link/<slug:receipt>/", members.member_link_page, name="member_link_page"
    ),
    path("members/<int:pk>/group/", members.member_group, name="member_group"),
    path("members/<int:pk>/close/", members.member_close, name="member_close"),
    path("members/<int:pk>/open/", members.member_open, name="member_open"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("articles/", articles.article_list, name="article_list"),
    path("articles/selected/", articles.articles_selected, name="articles_selected"),
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
        "articles/<record_id:public_id>/passages/new/",
        passages.passage_by_hand,
        name="passage_by_hand",
    ),
    path(
        "articles/<record_id:public_id>/passages/tags/",
        passage_edit.passages_retag,
        name="passages_retag",
    ),
    path(
        "articles/<record_id:public_id>/review/",
        reviews.article_review,
        name="article_review",
    ),
    path(
        "articles/<record_id:public_id>/correct/",
        corrections.article_correct,
        name="article_correct",
    ),
    path(
        "corrections/<record_id:public_id>/",
        proposed_corrections.proposed_correction,
        name="proposed_correction",
    ),
    path(
        "articles/<record_id:public_id>/left-out/",
        corrections.article_left_out,
        name="article_left_out",
    ),
    path("articles/<record_id:public_id>/edit/", article_edit.article_edit, name="article_edit"),
    path(
        "articles/<record_id:public_id>/compare/",
        comparison.article_compare_with,
        name="article_compare_with",
    ),
    path(
        "articles/<record_id:public_id>/compare/<record_id:other_id>/",
        comparison.article_compare,
        name="article_compare",
    ),
    path(
        "articles/<record_id:public_id>/revisions/",
        revisions.article_revisions,
        name="article_revisions",
    ),
    path(
        "articles/<record_id:public_id>/state/", reading_state.article_state, name="article_state"
    ),
    path(
        "articles/<record_id:public_id>/assign/",
        reading_state.article_assign,
        name="article_assign",
    ),
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
    *history_patterns,
    path("articles/<record_id:public_id>/<str:slug>/", articles.article, name="article"),
    *import_patterns,
    path("passages/<record_id:public_id>.json", passages.passage_json, name="passage_json"),
    path("passages/<record_id:public_id>/", passages.passage, name="passage"),
    path("passages/<record_id:public_id>/edit/", passage_edit.passage_edit, name="passage_edit"),
    path("passages/<record_id:public_id>/delete/", passages.passage_delete, name="passage_delete"),
    path("passages/<record_id:public_id>/mend/", passage_edit.passage_mend, name="passage_mend"),
    path("passages/<record_id:public_id>/review/", reviews.passage_review, name="passage_review"),
    path(
        "passages/<record_id:public_id>/places/", occurrences.passage_places, name="passage_places"
    ),
    path(
        "passages/<record_id:public_id>/places/offer/",
        occurrences.passage_places_offer,
        name="passage_places_offer",
    ),
    path("passages/selected/", selected_passages.passages_selected, name="passages_selected"),
    path("passages/review/", reviews.passage_review_list, name="passage_review_list"),
    path("offers/tags/", autocomplete.tag_offers, name="tag_offers"),
    path("offers/people/", autocomplete.person_offers, name="person_offers"),
    path("offers/claims/", autocomplete.claim_offers, name="claim_offers"),
    path("offers/sources/", autocomplete.source_offers, name="source_offers"),
    path("offers/origins/", autocomplete.origin_offers, name="origin_offers"),
    path("offers/articles/", autocomplete.article_offers, name="article_offers"),
    path("help/", help.help_page, name="help"),
    *claim_patterns,
    *name_patterns,
    *search_patterns,
    *export_patterns,
    *member_patterns,
]
