from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "tomoni.api"
    label = "api"
