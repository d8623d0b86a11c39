"""Addresses of claims, their evidence and their relations; annotations.urls includes them."""

from django.urls import path

from annotations.views import claim_edit, claims, evidence, relations

urlpatterns = [
    path("claims/", claims.claim_list, name="claim_list"),
    path("claims/new/", claim_edit.claim_create, name="claim_create"),
    path("claims/<record_id:public_id>.jsonld", claims.claim_jsonld, name="claim_jsonld"),
    path("claims/<record_id:public_id>/", claims.claim, name="claim"),
    path("claims/<record_id:public_id>/edit/", claim_edit.claim_edit, name="claim_edit"),
    path(
        "claims/<record_id:public_id>/publish/", claim_edit.claim_publish, name="claim_publish"
    ),
    path(
        "claims/<record_id:public_id>/withdraw/",
        claim_edit.claim_withdraw,
        name="claim_withdraw",
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
