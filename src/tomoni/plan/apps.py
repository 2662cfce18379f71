from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "tomoni.plan"
    label = "plan"
