from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "tomoni.home"
    label = "home"
