from django.apps import AppConfig


class DistrictsConfig(AppConfig):
    name = "tomoni.ground.districts"
    label = "districts"
