from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "tomoni.core"
    label = "core"
