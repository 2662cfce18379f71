"""The kinds that rooms register become rows, and their deadlines data with a first day."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.ground.batons import kinds
from tomoni.ground.batons.models import Deadline, FileRule, Kind
from tomoni.ground.batons.rules import files

FIRST_DAY = date(2026, 4, 1)  # The first fiscal year in which anything can have begun.
DAYS = ("answer_days", "finish_days", "offer_days", "remind_days", "lead_days", "desk_days")


def row_of(code: str) -> Kind:
    """The row of a registered kind, made with its deadlines when it is missing.

    Raises:
        LookupError: for a kind that no room has registered.
    """
    if kind := Kind.objects.filter(code=code).first():
        return kind
    spec = kinds.spec_of(code)
    kind, _made = Kind.objects.get_or_create(
        code=code, defaults={"name": spec.name, "name_en": spec.name_en, "room": spec.room}
    )
    Deadline.objects.get_or_create(
        kind=kind, from_on=FIRST_DAY, defaults={name: getattr(spec, name) for name in DAYS}
    )
    return kind


@transaction.atomic
def set_deadlines(*, kind: Kind, from_on: date, by: Any, at: datetime, **days: int) -> Deadline:
    """From a day on, matters of this kind have these deadlines; open ones keep theirs.

    Args:
        days: Working days for each of `DAYS`.
    """
    numbers = {name: int(days[name]) for name in DAYS}
    if numbers["answer_days"] > numbers["finish_days"]:
        raise Refused(
            _("最初の対応までの日数は、終わるまでの日数より短くしてください。"), field="answer_days"
        )
    if not 1 <= numbers["remind_days"] <= numbers["lead_days"] <= numbers["desk_days"]:
        raise Refused(
            _("知らせる日数は、担当・リーダー・総合窓口の順に、1日以上で大きくしてください。"),
            field="remind_days",
        )
    if Deadline.objects.filter(kind=kind, from_on=from_on).exists():
        raise Refused(
            _("その日からの決まりはもうあります。別の日を選んでください。"), field="from_on"
        )
    rule = Deadline.objects.create(kind=kind, from_on=from_on, **numbers)
    audit.record("batons.deadlines_set", rule, by=by, at=at)
    return rule


@transaction.atomic
def set_file_rule(
    *, from_on: date, megabytes: int, most_files: int, keep_days: int, formats: list[str],
    by: Any, at: datetime,
) -> FileRule:  # fmt: skip
    """From a day on, this may be attached to matters; files that are here already stay.

    Args:
        megabytes: The size of one file at most, in units of 2**20 bytes.
        keep_days: Days after the matter's end; the newest rule counts for all files.
    """
    most_bytes = megabytes * 2**20
    if not 1 <= most_bytes <= files.LARGEST:
        raise Refused(
            _("大きさは、1から%(most)s MBの間で入れてください。")
            % {"most": files.LARGEST // 2**20},
            field="megabytes",
        )
    if FileRule.objects.filter(from_on=from_on).exists():
        raise Refused(
            _("その日からの決まりはもうあります。別の日を選んでください。"), field="from_on"
        )
    rule = FileRule.objects.create(
        from_on=from_on, most_bytes=most_bytes, most_files=most_files, keep_days=keep_days,
        formats=formats,
    )  # fmt: skip
    audit.record("batons.file_rule_set", rule, by=by, at=at)
    return rule
