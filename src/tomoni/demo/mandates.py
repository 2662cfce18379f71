"""A mandate, an account the office runs and a few consents of the sample people."""

from datetime import date, timedelta

from tomoni.demo.ground import Ground
from tomoni.ground.people import queries
from tomoni.ground.people.actions import consents, mandates, persons
from tomoni.ground.people.models import Consent, Mandate, OfficeRun, Person, User


def build(town: Ground) -> None:
    """Add what is missing; everything through the room's own actions."""
    users = {u.email.split("@")[0]: u for u in User.objects.filter(is_sample=True, email__isnull=False)}  # fmt: skip
    haru, ken, tani = (users.get(name) for name in ("haru", "ken", "tani"))
    if haru is None or ken is None or tani is None:
        return
    mother = persons.of_account(user=haru, at=town.at)
    son = persons.of_account(user=ken, at=town.at)
    if not Mandate.objects.filter(person=mother).exists():
        mandates.give(
            person=mother, delegate=son, kind="family", scopes=["ask", "book", "receive"],
            until_on=town.today + timedelta(days=365), proof="spoken", by=tani, at=town.at,
        )  # fmt: skip
        ground = queries.may_act_for(ken, mother, "book", town.today)
        if ground is not None:
            mandates.acted(
                ground=ground, person=mother, scope="book", by=ken, at=town.at,
                words="（見本）体操の会に申し込みました", key="sample:act:haru",
            )  # fmt: skip
    photo = queries.text_of("photo")
    if photo is not None and not Consent.objects.filter(person=mother).exists():
        consents.say(
            person=mother, text=photo, act="given", way="spoken", explained_by=tani.name,
            on=town.today, by=tani, at=town.at,
        )  # fmt: skip
    _office(town, tani)


def _office(town: Ground, tani: User) -> None:
    kiku = Person.objects.filter(own_id="sample-kiku").first() or persons.create(
        name="髙橋 キク（見本）", name_kana="たかはし きく", birth_on=date(1940, 3, 4),
        phone="0134-22-0000", postcode="0470024", address="小樽市花園2丁目5番12号",
        own_id="sample-kiku", is_sample=True, by=tani, at=town.at,
    )  # fmt: skip
    if not OfficeRun.objects.filter(person=kiku).exists():
        mandates.begin_office(person=kiku, asked="窓口で本人が頼んだ（見本）", by=tani, at=town.at)
