from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "tomoni.ground.people"
    label = "people"

    def ready(self) -> None:
        from tomoni.ground.people import hearing

        hearing.listen()
