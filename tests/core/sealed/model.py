"""A table with sealed fields, in a registry of its own; no room has one yet."""

import uuid

from django.apps.registry import Apps
from django.db import connection, models

from tomoni.core.sealed import BlindIndexField, SealedJSONField, SealedTextField

TABLE = "core_secret"


class Secret(models.Model):
    """What only its own page may show."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.CharField(max_length=40, blank=True)
    story = SealedTextField(null=True)
    facts = SealedJSONField(default=dict)
    phone = SealedTextField()
    phone_index = BlindIndexField("phone", normalise="digits")

    class Meta:
        app_label = "core"
        apps = Apps()
        db_table = TABLE

    def __str__(self):
        return self.title


def make_table():
    blob = "bytea" if connection.vendor == "postgresql" else "blob"
    key = "uuid" if connection.vendor == "postgresql" else "char(32)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {TABLE} (id {key} PRIMARY KEY, title varchar(40) NOT NULL, story {blob}, "
            f"facts {blob} NOT NULL, phone {blob} NOT NULL, phone_index {blob})"
        )
