"""Addresses of sources, people and tags; annotations.urls includes them."""

from django.urls import path

from annotations.views import merging, people, sources, tags

urlpatterns = [
    path("sources/", sources.source_list, name="source_list"),
    path("sources/<record_id:public_id>/", sources.source, name="source"),
    path("sources/<record_id:public_id>/<str:slug>/", sources.source, name="source"),
    path("people/", people.person_list, name="person_list"),
    path("people/<record_id:public_id>/", people.person, name="person"),
    path("people/<record_id:public_id>/merge/", merging.person_merge, name="person_merge"),
    path("people/<record_id:public_id>/unmerge/", merging.person_unmerge, name="person_unmerge"),
    path("people/<record_id:public_id>/<str:slug>/", people.person, name="person"),
    path("tags/", tags.tag_list, name="tag_list"),
    path("tags/<record_id:public_id>/", tags.tag, name="tag"),
    path("tags/<record_id:public_id>/<str:slug>/", tags.tag, name="tag"),
]
