from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "tomoni.doing.events"
    label = "events"
