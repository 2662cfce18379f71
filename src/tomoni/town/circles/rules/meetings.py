"""Meetings: on what basis case matters may be shared, when minutes may be approved.

A 支援会議 (社会福祉法106条の6) may share without the person's consent and binds its members by
law; a 重層的支援会議 shares with consent. They are never one meeting.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

# After the meeting's day the attendees of a case have this long to read the minutes.
ACCESS_DAYS = 14
LONGEST_ACCESS_DAYS = 60
# Words of an address that are pages of ours and cannot be a circle's name.
RESERVED = frozenset({"mine", "meetings", "new", "staff"})


def why_not_slug(slug: str) -> str | None:
    if slug in RESERVED:
        return _("このアドレスの名前は、ほかのページが使っています。別の名前にしてください。")
    return None


def why_not_basis(*, is_case: bool, with_consent: bool, consent: str, reason: str) -> str | None:
    """Why this meeting may not share about somebody."""
    if not is_case:
        return None
    if with_consent and not consent.strip():
        return _("重層的支援会議では、本人の同意（いつ、どの書面か）を書いてください。")
    if not with_consent and not reason.strip():
        return _("支援会議では、同意を得ずに共有する理由を書いてください。")
    return None


def access_ends(starts_at: datetime) -> datetime:
    """When the attendees of a case can no longer open it, unless somebody says an earlier day."""
    return starts_at + timedelta(days=ACCESS_DAYS)


def why_not_access(*, starts_at: datetime, until: datetime, at: datetime) -> str | None:
    """Why access until then cannot be given."""
    if until <= at:
        return _("終わりの日がもう過ぎています。先の日を入れてください。")
    if until > starts_at + timedelta(days=LONGEST_ACCESS_DAYS):
        return _("見られる期間は、会議の日から%(days)s日までです。短い日を入れてください。") % {
            "days": LONGEST_ACCESS_DAYS
        }
    return None


def why_not_notice(*, planned: bool, is_case: bool, items: int) -> str | None:
    """Why the members cannot be sent the notice of this meeting."""
    if not planned:
        return _("この会議の案内は、もう送れません。これからの会議を選んでください。")
    if is_case:
        return _(
            "人の事情を話す会議の案内は、会員みんなには送りません。出る人を「見てよい人を加える」で加え、電話で知らせてください。"
        )
    if not items:
        return _("議題がまだありません。先に「議題を決める」で議題を書いてください。")
    return None


def why_not_approve(*, has_minutes: bool, approved: bool, present: int) -> str | None:
    if not has_minutes:
        return _("まだ議事録がありません。先に議事録を書いてください。")
    if approved:
        return _("この版はもう承認されています。直すときは、新しい版を書いてください。")
    if not present:
        return _("出席した人がまだ記録されていません。先に出欠を入れてください。")
    return None


def why_not_decide(*, cancelled: bool, begun: bool) -> str | None:
    if cancelled:
        return _("中止になった会議です。決まったことは、次の会議で記録してください。")
    if not begun:
        return _("会議はまだ始まっていません。始まってから、決まったことを記録してください。")
    return None
