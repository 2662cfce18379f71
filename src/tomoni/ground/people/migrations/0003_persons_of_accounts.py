"""Everybody who has an account is a person too."""

from django.db import migrations

from tomoni.ground.people.rules import keys


def make(apps, editor):
    User, Person = apps.get_model("people", "User"), apps.get_model("people", "Person")
    without = User.objects.filter(person=None).order_by("joined_at", "pk")
    Person.objects.bulk_create(
        (
            Person(
                user=user,
                name=user.name or user.email or "",
                name_kana=user.name_kana,
                phone=user.phone,
                email=user.email or "",
                language=user.language,
                is_sample=user.is_sample,
                created_at=user.joined_at,
                updated_at=user.joined_at,
                **keys.keys_of(
                    name=user.name, name_kana=user.name_kana, phone=user.phone, address=""
                ),
            )
            for user in without.iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0002_teams_and_persons")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
