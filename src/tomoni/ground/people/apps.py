from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "tomoni.ground.people"
    label = "people"
