"""What an entry must say before everybody can read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Facts:
    """What the gate looks at, as plain values."""

    name: str
    category: str | None
    summary: str
    entry_known: bool
    who_for: str
    fee_known: bool
    has_place: bool
    has_reach: bool  # A phone number, fax, mail address or form for residents.
    has_hours: bool
    source: str
    checked_on: date | None
    imported: bool = False
    name_kana: str = ""


@dataclass(frozen=True)
class Missing:
    """One gap: the field to go to, the sentence, and whether it stops the publication."""

    field: str
    sentence: str
    stops: bool = True


def missing(facts: Facts, *, today: date) -> list[Missing]:
    """The gaps, those that stop the publication first.

    Entries taken over from an official table keep to what the table has: they need a name, a
    category, a place or a number, a source and a day of checking. Entries written here also
    say what it is, how to get in and when it is open, because a resident asks that first.
    """
    gaps = [
        gap
        for wrong, gap in (
            (not facts.name, Missing("name", _("名前を書いてください。"))),
            (not facts.category, Missing("category", _("分類を一つ選んでください。"))),
            (
                not (facts.has_place or facts.has_reach),
                Missing("places", _("場所か、市民の方の連絡先のどちらかを書いてください。")),
            ),
            (
                not facts.source,
                Missing("source", _("情報のもと（だれに、何で確かめたか）を書いてください。")),
            ),
            (facts.checked_on is None, Missing("checked_on", _("確かめた日を書いてください。"))),
            (
                facts.checked_on is not None and facts.checked_on > today,
                Missing(
                    "checked_on", _("確かめた日が先の日付です。今日までの日付にしてください。")
                ),
            ),
        )
        if wrong
    ]
    stops = not facts.imported
    wishes = [
        gap
        for wrong, gap in (
            (
                not facts.summary,
                Missing("summary", _("どんなところかを、ひとことで書いてください。"), stops),
            ),
            (not facts.entry_known, Missing("entry", _("利用のしかたを選んでください。"), stops)),
            (
                not facts.has_hours,
                Missing("hours", _("利用時間か、利用時間のメモを書いてください。"), stops),
            ),
            (
                not facts.has_reach,
                Missing("contacts", _("市民の方が連絡できる電話番号などがあると安心です。"), False),
            ),
            (
                not facts.name_kana,
                Missing("name_kana", _("読みがあると、五十音順の一覧に並びます。"), False),
            ),
            (not facts.who_for, Missing("who_for", _("どなたのためかが書いてありません。"), False)),
            (not facts.fee_known, Missing("fee_kind", _("料金が選ばれていません。"), False)),
        )
        if wrong
    ]
    return sorted(gaps + wishes, key=lambda gap: not gap.stops)


def stopping(gaps: Iterable[Missing]) -> list[Missing]:
    """Only the gaps that stop the publication."""
    return [gap for gap in gaps if gap.stops]


def why_not(gaps: Iterable[Missing]) -> str | None:
    """Why it cannot be published yet, in one message, or None."""
    if stops := stopping(gaps):
        between = "" if (get_language() or "ja").startswith("ja") else " "
        return between.join([_("まだ公開できません。"), *(gap.sentence for gap in stops)])
    return None
