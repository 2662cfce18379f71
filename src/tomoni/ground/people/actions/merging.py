"""Two entries of one person made one, and made two again as they were."""

from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tomoni.core import audit, guards
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.people.actions.persons import set_keys
from tomoni.ground.people.models import Person, PersonMerge, User

# What the kept entry does not know yet is taken over; what it knows stays.
FILLED = (
    "name_kana", "birth_on", "phone", "email", "postcode", "address", "town", "restricted_to",
    "user",
)  # fmt: skip


@transaction.atomic
def merge(*, kept: Person, gone: Person, by: User, at: datetime) -> PersonMerge:
    """Move everything that points to `gone` to `kept`; append-only records stay where they are.

    Raises:
        Refused: when both are one, either is merged away already, each is restricted to another
            team, or both hold something of which a person can hold only one.
    """
    if kept.pk == gone.pk:
        raise Refused(_("同じ登録です。まとめる二つを選んでください。"))
    first, second = sorted((kept, gone), key=lambda person: str(person.pk))
    held = {row.pk: row for row in (lock(first), lock(second))}
    kept, gone = held[kept.pk], held[gone.pk]
    if kept.merged_into_id or gone.merged_into_id:
        raise Refused(_("この登録はすでに別の登録とまとめられています。画面を開き直してください。"))
    if kept.restricted_to_id and gone.restricted_to_id not in (None, kept.restricted_to_id):
        raise Refused(
            _("二つの登録は、別々のチームだけが見るものです。先にどちらかに決めてください。")
        )
    moved = []
    try:
        with transaction.atomic():
            for model, field in _pointers():
                rows = model._base_manager.filter(**{field: gone.pk})
                pks = [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]
                if pks:
                    rows.update(**{field: kept.pk})
                    moved.append([model._meta.label, field, pks])
    except IntegrityError:
        raise Refused(
            _(
                "二つの登録が、一人に一つだけのもの（世帯など）を両方とも持っているか、"
                "たがいに間柄があります。先にどちらかを終わらせてください。"
            )
        ) from None
    filled = _fill(kept, gone, at)
    gone.merged_into, gone.updated_at = kept, at
    gone.save(update_fields=["merged_into", "updated_at"])
    row = PersonMerge.objects.create(kept=kept, gone=gone, moved=moved, filled=filled, by=by, at=at)
    audit.record("people.person_merged", kept, by=by, at=at, changes={"gone": (None, str(gone.pk))})
    return row


@transaction.atomic
def undo(*, merge: PersonMerge, by: User, at: datetime) -> PersonMerge:
    """Make two entries of one again, each with exactly what it had.

    Raises:
        Refused: when something that was moved or taken over has changed since, or the kept entry
            was itself merged into another.
    """
    merge = lock(merge)
    if merge.undone_at:
        raise Refused(_("このまとめは、すでに元に戻されています。"))
    first, second = sorted((merge.kept, merge.gone), key=lambda person: str(person.pk))
    held = {row.pk: row for row in (lock(first), lock(second))}
    kept, gone = held[merge.kept_id], held[merge.gone_id]
    if kept.merged_into_id:
        raise Refused(
            _(
                "残した登録が、その後さらに別の登録とまとめられています。そちらを先に戻してください。"
            )
        )
    for label, field, pks in merge.moved:
        manager = apps.get_model(label)._base_manager
        if manager.filter(pk__in=pks, **{field: kept.pk}).count() != len(pks):
            raise _changed(str(apps.get_model(label)._meta.verbose_name))
    for field, new in merge.filled:
        if audit.plain(_value(kept, field)) != new:
            raise _changed(str(_column(field).verbose_name))
    for label, field, pks in merge.moved:
        apps.get_model(label)._base_manager.filter(pk__in=pks).update(**{field: gone.pk})
    for field, _new in merge.filled:
        setattr(kept, field, None if Person._meta.get_field(field).null else "")
    kept.updated_at = at
    names = [field for field, _new in merge.filled]
    kept.save(update_fields=[*names, *set_keys(kept), "updated_at"])
    gone.merged_into, gone.updated_at = None, at
    back = ["merged_into", "updated_at"]
    if "user" in names:
        gone.user_id = dict(merge.filled)["user"]
        back.append("user")
    gone.save(update_fields=back)
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    audit.record(
        "people.person_unmerged", kept, by=by, at=at, changes={"gone": (str(gone.pk), None)}
    )
    return merge


def _fill(kept: Person, gone: Person, at: datetime) -> list[list[Any]]:
    """Take over what `kept` does not know; an account belongs to one entry only, so it moves."""
    filled = []
    for field in FILLED:
        value = getattr(gone, field)
        if value and not getattr(kept, field):
            if field == "user":
                gone.user = None
                gone.save(update_fields=["user"])
            setattr(kept, field, value)
            filled.append([field, audit.plain(_value(kept, field))])
    kept.updated_at = at
    kept.save(update_fields=[*(field for field, _v in filled), *set_keys(kept), "updated_at"])
    return filled


def _column(field: str) -> Any:
    return Person._meta.get_field(field)


def _value(person: Person, field: str) -> Any:
    return getattr(person, _column(field).attname)


def _changed(what: str) -> Refused:
    return Refused(
        _("まとめたあとに「%(what)s」が変わったので、元には戻せません。手で直してください。")
        % {"what": what}
    )


@cache
def _pointers() -> list[tuple[Any, str]]:
    """Every table and column that points to a person and may change."""
    frozen = set(guards.wanted_tables())
    return [
        (relation.related_model, relation.field.name)
        for relation in Person._meta.related_objects
        if relation.related_model not in (Person, PersonMerge)
        and relation.related_model._meta.db_table not in frozen
    ]
