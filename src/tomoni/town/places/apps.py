from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "tomoni.town.places"
    label = "places"
