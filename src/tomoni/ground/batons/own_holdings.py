"""What this room holds about a person, for the page "what is kept about me"."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.ground.batons.models import Attachment, Message, Party
from tomoni.ground.batons.queries.messages import opened
from tomoni.ground.people.holdings import Row


def mine(user: Any, entries: list[Any]) -> Iterator[Row]:
    """The matters they are a party of, what was written to and fro, and what they sent.

    A party that staff tied to a person moves with a merge of two entries (`Party.person`), and
    with it everything that hangs on it.
    """
    own = Q(user=user) | Q(person__in=entries)
    parties = Party.objects.filter(own).select_related("baton__kind").order_by("added_at", "pk")
    for party in parties:
        baton = party.baton
        yield (
            str(_("案件")),
            (
                f"{baton.number} {baton.kind}（{party.get_part_display()}、{baton.get_status_display()}、"
                f"{localdate(party.added_at)}）"
            ),
        )
    written = Message.objects.filter(party__in=parties).order_by("at", "id")
    for one in opened(written):
        who = _("担当から") if one.is_from_holder else _("わたしから")
        yield f"{_('文')} {localdate(one.at)}", f"{who}：{one.text}"
    for file in Attachment.objects.filter(Q(party__in=parties) | Q(added_by=user)).order_by(
        "added_at", "id"
    ):
        gone = f"（{localdate(file.gone_at)} {_('消した')}）" if file.gone_at else ""
        yield f"{_('ファイル')} {localdate(file.added_at)}", f"{file.name}{gone}"
