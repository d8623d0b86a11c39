from django.urls import path

from corpus.views import imports

urlpatterns = [
    path("import/", imports.import_list, name="import_list"),
    path("import/paste/", imports.import_paste, name="import_paste"),
    path("import/<record_id:public_id>/", imports.import_job, name="import_job"),
    path("import/<record_id:public_id>/move/", imports.import_move, name="import_move"),
    path("import/<record_id:public_id>/stop/", imports.import_stop, name="import_stop"),
    path("import/<record_id:public_id>/give-up/", imports.import_give_up, name="import_give_up"),
]
