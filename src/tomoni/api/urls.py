from django.urls import path

from tomoni.api import views

app_name = "api"
urlpatterns = [
    path("places.geojson", views.places_geojson, name="places_geojson"),
    path("places/<slug:slug>.geojson", views.place_geojson, name="place_geojson"),
]
