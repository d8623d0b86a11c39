"""Addresses of sources, people and tags; annotations.urls includes them."""

from django.urls import path

from annotations.views import codebook, person_merge, people, sources, tag_edit, tag_merge, tags

urlpatterns = [
    path("sources/", sources.source_list, name="source_list"),
    path("sources/<record_id:public_id>/", sources.source, name="source"),
    path("sources/<record_id:public_id>/<str:slug>/", sources.source, name="source"),
    path("people/", people.person_list, name="person_list"),
    path("people/<record_id:public_id>/", people.person, name="person"),
    path("people/<record_id:public_id>/merge/", person_merge.person_merge, name="person_merge"),
    path("people/<record_id:public_id>/unmerge/", person_merge.person_unmerge, name="person_unmerge"),
    path("people/<record_id:public_id>/<str:slug>/", people.person, name="person"),
    path("tags/", tags.tag_list, name="tag_list"),
    path("tags.csv", codebook.codebook_csv, name="codebook_csv"),
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
