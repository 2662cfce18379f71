"""Who may take which turn. A refusal is a sentence that says what to do next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

ADULT = 18  # Civil Code, article 4 since April 2022.
CLOSES = timedelta(0)  # One can come until it begins.
DOOR_OPENS = timedelta(hours=1)
DOOR_CLOSES = timedelta(hours=1)  # After the end, for whoever forgot.
OFFER = timedelta(hours=24)
LEAST_OFFER = timedelta(minutes=30)


def age_on(birth_on: date, day: date) -> int:
    """Full years on that day."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


@dataclass(frozen=True)
class Helper:
    """What decides whether somebody may help."""

    birth_on: date | None = None
    has_consent: bool = False
    has_vehicle: bool = False
    insured_until: date | None = None
    trained: frozenset[str] = frozenset()
    can_lead: bool = False
    is_receiver: bool = False
    has_ended: bool = False


@dataclass(frozen=True)
class Asked:
    """What a need asks of whoever comes."""

    age_min: int = 0
    needs_vehicle: bool = False
    needs_insurance: bool = False
    training: str = ""
    role: str = ""  # leader or driver; "" is one of those who help.


def why_not(helper: Helper, asked: Asked, *, on: date) -> str | None:
    """Why this person may not help there on that day, in words they can act on."""
    if helper.has_ended:
        return _("ボランティアの登録が終わっています。もう一度登録してください。")
    if helper.is_receiver:
        return not_oneself()
    age = age_on(helper.birth_on, on) if helper.birth_on else None
    if age is None and asked.age_min >= ADULT:
        return _("この手伝いには年齢の決まりがあります。登録のページで、生年月日を入れてください。")
    if age is not None and age < asked.age_min:
        return _("この手伝いは%(age)s歳からです。ほかの手伝いを選んでください。") % {
            "age": asked.age_min
        }
    if age is not None and age < ADULT and not helper.has_consent:
        return _(
            "18歳未満の方は、保護者の承諾がいります。承諾の用紙を窓口に出すか、保護者から電話をください。"
        )
    if asked.needs_vehicle and not helper.has_vehicle:
        return _("この手伝いには車がいります。車を出せるときは、登録のページで直してください。")
    if asked.role == "driver" and not helper.has_vehicle:
        return _(
            "車を出す人の席です。車を出せるときは、登録のページで直してください。ほかの役割なら、いま申し込めます。"
        )
    if asked.role == "leader" and not helper.can_lead:
        return _(
            "まとめる人の席です。できるときは、登録のページで「まとめ役ができる」にしるしをつけてください。ほかの役割なら、いま申し込めます。"
        )
    if asked.needs_insurance and (helper.insured_until is None or helper.insured_until < on):
        return _(
            "この手伝いには、その日に有効なボランティア活動保険がいります。窓口で入ることができます。"
        )
    if asked.training and asked.training not in helper.trained:
        return _("この手伝いの前に、講座を受けてください。講座の日は催しカレンダーにあります。")
    return None


def not_oneself() -> str:
    """Whoever is helped, or asked for it, does not earn by it."""
    return _(
        "手伝ってもらう本人や、手伝いをたのんだ人（同じ連絡先の人も）は、その手伝いには行けません。ほかの手伝いを選んでください。"
    )


def why_not_now(
    *, ends_at: datetime, is_cancelled: bool, is_open: bool, at: datetime
) -> str | None:
    """Why nobody can join this shift any more."""
    if is_cancelled or not is_open:
        return _("この回は中止になりました。ほかの手伝いを選んでください。")
    if at >= ends_at:
        return _("この回は終わりました。ほかの手伝いを選んでください。")
    return None


def offer_until(starts_at: datetime, at: datetime) -> datetime | None:
    """Until when somebody who waits may answer; None when it is too late to ask."""
    last = min(at + OFFER, starts_at - LEAST_OFFER)
    return last if last - at >= LEAST_OFFER else None


def why_not_check_in(*, starts_at: datetime, ends_at: datetime, at: datetime) -> str | None:
    """The door is open from an hour before until an hour after."""
    if at < starts_at - DOOR_OPENS:
        return _("受付は、始まる1時間前からです。その時間に、もう一度お願いします。")
    if at > ends_at + DOOR_CLOSES:
        return _("受付の時間は終わりました。受け入れた人か窓口に、来たことを伝えてください。")
    return None
