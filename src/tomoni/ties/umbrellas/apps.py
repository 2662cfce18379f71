from django.apps import AppConfig


class UmbrellasConfig(AppConfig):
    name = "tomoni.ties.umbrellas"
    label = "umbrellas"
