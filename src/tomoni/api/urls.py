from django.urls import path

from tomoni.api import views
from tomoni.api.door import api

app_name = "api"
urlpatterns = [
    path("api/", api.urls),
    path("places.geojson", views.places_geojson, name="places_geojson"),
    path("places/<slug:slug>.geojson", views.place_geojson, name="place_geojson"),
]
