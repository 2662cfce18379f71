from django.apps import AppConfig


class DistrictsConfig(AppConfig):
    name = "tomoni.ground.districts"
    label = "districts"

    def ready(self) -> None:
        from tomoni.ground.districts import facts
        from tomoni.web import readings

        readings.add_source(facts.readings)
