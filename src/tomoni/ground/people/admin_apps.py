"""Chooses our admin site; apart from it, because Django reads this before any model exists."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    default_site = "tomoni.ground.people.admin_site.TownAdminSite"
