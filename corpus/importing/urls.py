from django.urls import path

from corpus.web.late_views import LateModule

views = LateModule("corpus.importing.views")

urlpatterns = [
    path("import/", views.import_list, name="import_list"),
    path("import/paste/", views.import_paste, name="import_paste"),
    path("import/<record_id:public_id>/", views.import_job, name="import_job"),
    path("import/<record_id:public_id>/move/", views.import_move, name="import_move"),
    path("import/<record_id:public_id>/stop/", views.import_stop, name="import_stop"),
    path("import/<record_id:public_id>/give-up/", views.import_give_up, name="import_give_up"),
]
