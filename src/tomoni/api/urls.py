from django.urls import include, path

from tomoni.api import embed, health, views
from tomoni.api.door import addresses

app_name = "api"
urlpatterns = [
    path("api/openapi.json", views.openapi, name="openapi"),
    path("api/docs", views.docs, name="docs"),
    path("api/", include(addresses())),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("embed/places/", embed.places, name="embed_places"),
    path("open-data/embed/", embed.explain, name="embed_help"),
    path("places.geojson", views.places_geojson, name="places_geojson"),
    path("places/<slug:slug>.geojson", views.place_geojson, name="place_geojson"),
    path("places/<slug:slug>.jsonld", views.place_jsonld, name="place_jsonld"),
]
