from django.urls import path

from tomoni.town.maps import views

app_name = "maps"
urlpatterns = [
    path("", views.index, name="index"),
    path("style.json", views.style_json, name="style"),
    path("offline.json", views.offline_json, name="offline"),
    path("static.svg", views.still, name="still"),
    path("files/<str:version>/<str:name>", views.file, name="file"),
]
