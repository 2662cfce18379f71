from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tomoni.web"
    label = "web"
