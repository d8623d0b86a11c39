"""Addresses of undoing and of histories; annotations.urls includes them before any slug."""

from django.urls import path

from annotations.views import history, undo

urlpatterns = [
    path("actions/<int:pk>/undo/", undo.action_undo, name="action_undo"),
    path("articles/<record_id:public_id>/undo/", undo.article_undo, name="article_undo"),
    path("articles/<record_id:public_id>/redo/", undo.article_redo, name="article_redo"),
    path(
        "articles/<record_id:public_id>/history/", history.article_history, name="article_history"
    ),
    path("claims/<record_id:public_id>/history/", history.claim_history, name="claim_history"),
    path("members/<int:pk>/history/", history.member_history, name="member_history"),
]
