from django.apps import AppConfig


class MapsConfig(AppConfig):
    name = "tomoni.town.maps"
    label = "maps"
