"""Addresses of undoing and of histories; annotations.urls includes them before any slug."""

from django.urls import path

from annotations.views import histories, undoing

urlpatterns = [
    path("actions/<int:pk>/undo/", undoing.action_undo, name="action_undo"),
    path("articles/<record_id:public_id>/undo/", undoing.article_undo, name="article_undo"),
    path("articles/<record_id:public_id>/redo/", undoing.article_redo, name="article_redo"),
    path(
        "articles/<record_id:public_id>/history/", histories.article_history, name="article_history"
    ),
    path("claims/<record_id:public_id>/history/", histories.claim_history, name="claim_history"),
    path("members/<int:pk>/history/", histories.member_history, name="member_history"),
]
