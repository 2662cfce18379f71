"""What an association prints: notice with slips, minutes, route sheets, receipts, the hand-over pack."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.ties.neighbourhoods.actions.meetings import code_for, vote_path
from tomoni.ties.neighbourhoods.models import (
    Association,
    Due,
    GeneralMeeting,
    Group,
    MemberHousehold,
    Officer,
)
from tomoni.ties.neighbourhoods.queries import officers as queries
from tomoni.ties.neighbourhoods.queries.meetings import Figures
from tomoni.ties.neighbourhoods.rules.codes import shown
from tomoni.web.dates import clock, era_date, long_date
from tomoni.web.paper import set_pdf

TEMPLATE = Path(__file__).resolve().parent / "typst" / "sheets.typ"
Block = dict[str, Any]


def notice(meeting: GeneralMeeting) -> bytes:
    """One sheet for each household: when, where, the motions, its word, and the slip to hand in."""
    association = meeting.association
    items = list(meeting.items.select_related("majority").order_by("number"))  # type: ignore[attr-defined]
    ballots = meeting.ballots.select_related("household__group").order_by(  # type: ignore[attr-defined]
        "household__group__number", "household__route_order", "household__number"
    )
    motions = [
        f"{_('第%(number)s号議案') % {'number': item.number}}　{item.title}"
        + (f"\n{item.text}" if item.text else "")
        for item in items
    ]
    pages = []
    for ballot in ballots:
        household = ballot.household
        url = settings.SITE_URL + vote_path(meeting, household)
        pages.append(
            {
                "title": _("%(title)sのご案内") % {"title": meeting.title},
                "blocks": [
                    _text(f"{household.name}　{_('様')}　（{household}）", size="large"),
                    _text(f"{association}　{_day(meeting.called_on)}", align="right"),
                    _facts((_("日時"), _when(meeting.starts_at)), (_("会場"), meeting.place)),
                    _heading(_("議案")),
                    {"kind": "list", "items": motions},
                    _text(
                        _(
                            "来られないときは、(1) 下の紙を切り取って役員に渡すか、(2) 右の印をスマートフォンで読むか、合言葉を入れて、家から参加できます。一世帯につき一回です。"
                        )
                    ),
                    {
                        "kind": "qr", "svg": _qr(url), "url": f"{settings.SITE_URL}/neighbourhoods/vote/",
                        "words": [
                            _("合言葉"), shown(code_for(meeting, household)),
                            _("電話で知らせてもかまいません：%(phone)s")
                            % {"phone": association.phone or "—"},
                        ],
                    },
                    {"kind": "cut"},
                    _slip(meeting, household, items),
                ],
            }
        )  # fmt: skip
    return _set(_("%(title)sのご案内") % {"title": meeting.title}, pages)


def _slip(meeting: GeneralMeeting, household: MemberHousehold, items: list[Any]) -> Block:
    return {
        "kind": "slip",
        "title": f"{meeting.title}　{household}",
        "left": _("委任状：表決を（　　　　　　）に任せます。名前がなければ議長に任せます。"),
        "right": _("書面表決：どれかに○をつけてください。"),
        "choices": [_("賛成"), _("反対"), _("棄権")],
        "items": [_("第%(number)s号議案") % {"number": item.number} for item in items],
        "sign": _("お名前"),
        "by": _("しめきり：%(day)s") % {"day": _day(timezone.localdate(meeting.starts_at))},
    }


def minutes(figures: Figures) -> bytes:
    """The minutes, with how many took part and how each motion came out; lines to sign on."""
    meeting = figures.meeting
    blocks = [
        _facts(
            (_("日時"), _when(meeting.starts_at)),
            (_("会場"), meeting.place),
            (_("会員の世帯数"), str(meeting.households)),
            (
                _("参加した世帯"),
                _("%(all)s（会場 %(hall)s、委任状 %(proxy)s、書面 %(written)s、画面 %(screen)s）")
                % {
                    "all": figures.present, "hall": figures.hall, "proxy": figures.proxy,
                    "written": figures.written, "screen": figures.screen,
                },
            ),
            (_("成立に必要な世帯数"), _("%(quorum)s（成立しました）") % {"quorum": meeting.quorum}),
            (_("議長"), meeting.leader),
        ),
        _heading(_("採決の結果")),
        {
            "kind": "table",
            "head": [_("議案"), _("賛成"), _("反対"), _("棄権"), _("必要"), _("結果")],
            "rows": [
                [
                    f"{one.item.number}. {one.item.title}（{one.item.majority}）",
                    str(one.count.yes), str(one.count.no), str(one.count.abstain),
                    str(one.count.needed), _("可決") if one.count.is_carried else _("否決"),
                ]
                for one in figures.results
            ],
            "wide": 0,
        },
    ]  # fmt: skip
    if meeting.record:
        blocks += [_heading(_("話し合いのあらまし")), _text(meeting.record)]
    signers = [_("議長"), *(name for name in meeting.signers.replace("、", ",").split(",") if name)]
    blocks.append({"kind": "sign", "names": [name.strip() for name in signers]})
    title = _("%(title)s 議事録") % {"title": meeting.title}
    return _set(title, [{"title": title, "blocks": [_text(str(meeting.association)), *blocks]}])


def route(
    association: Association, group: Group, rows: list[MemberHousehold], *, for_dues: bool = False
) -> bytes:
    """The sheet on the circular's board, one for each board; or the tick list for the dues.

    The tick list names every household and says of none whether it has paid.
    """
    if for_dues:
        title = _("%(group)s 会費の集金表") % {"group": group}
        head = [_("会員番号"), _("お名前"), _("受け取り"), _("領収書")]
        cells = [[str(row.number), row.name, "", ""] for row in rows]
        pages = [_sheet(title, [_text(str(association)), _table(head, cells)])]
        return _set(title, pages)
    title = _("%(group)s 回覧の順") % {"group": group}
    head = [_("順"), _("お名前"), _("見た日"), _("しるし")]
    pages = []
    size = -(-len(rows) // group.boards) or 1
    for board in range(group.boards):
        mine = rows[board * size : (board + 1) * size]
        cells = [[str(n), row.name, "", ""] for n, row in enumerate(mine, start=1)]
        words = _(
            "見たら、その日のうちか次の日に、次の家へ回してください。最後の人は班長に返してください。"
        )
        of = f"　{board + 1} / {group.boards}" if group.boards > 1 else ""
        pages.append(
            _sheet(title + of, [_text(str(association)), _text(words), _table(head, cells)])
        )
    return _set(title, pages)


def receipt(association: Association, due: Due) -> bytes:
    title = _("領収書")
    blocks = [
        _text(f"{due.household.name}　{_('様')}", size="large"),
        _text(f"¥{due.amount:,}−", size="huge"),
        _text(_("%(year)s年度の会費として、受け取りました。") % {"year": due.year}),
        _facts(
            (_("番号"), f"{due.year}-{due.receipt}"),
            (_("受け取った日"), _day(due.paid_on)),
            (_("受け取り方"), due.get_way_display()),
        ),
        _text(str(association), align="right"),
        {"kind": "sign", "names": [_("会計")]},
    ]
    return _set(title, [_sheet(title, blocks)])


def pack(association: Association, at: datetime) -> bytes:
    """The hand-over pack: calendar, contacts, routes, what is open, keys, accounts, books."""
    on = localdate(at)
    title = _("引き継ぎの束")
    year = [
        [_("%(month)s月") % {"month": row.month}, row.words]
        for row in association.year.all()  # type: ignore[attr-defined]
    ]
    officers = list(Officer.objects.in_force(on).filter(association=association))
    order = list(Officer.Post.values)
    people = [
        [
            f"{one.get_post_display()}{f'（{one.group}）' if one.group else ''}", one.name,
            one.phone or "—", _day(one.until_on),
        ]
        for one in sorted(officers, key=lambda one: order.index(one.post))
    ]  # fmt: skip
    desk = queries.desk(association, at, on)
    matters = [
        [
            one.what[:80], str(one.baton.team), one.baton.next_step,
            _day(one.baton.due_on) if one.baton.due_on else "—",
        ]
        for one in desk.requests
        if one.baton.is_open
    ]  # fmt: skip
    coming = [
        [_when(one.starts_at), one.title]
        for one in [*desk.meetings, *desk.tasks]
        if one.starts_at >= at and getattr(one, "status", "called") in ("draft", "called")
    ]
    notes = [[one.get_kind_display(), one.title, one.details] for one in association.notes.all()]  # type: ignore[attr-defined]
    first = [
        _text(_("%(association)s　%(day)s　印刷") % {"association": association, "day": _day(on)}),
        _text(_("新しい役員に手渡し、前の束は読めないようにして捨ててください。")),
        *_part(_("一年の予定"), [_("月"), _("すること")], year, wide=1),
        *_part(_("これからの日どり"), [_("日時"), _("すること")], coming, wide=1),
        *_part(_("役員と連絡先"), [_("役"), _("お名前"), _("電話番号"), _("任期の終わり")], people),
        *_part(
            _("終わっていない用件"), [_("用件"), _("いま持っている"), _("次にすること"), _("期日")], matters, wide=-1
        ),
        *_part(_("鍵・口座・帳面"), [_("種類"), _("何の"), _("どこに、だれが")], notes, wide=2),
        _heading(_("会費")),
        _text(
            _("%(year)s年度：%(paid)s世帯から %(amount)s円を受け取りました（会員は%(all)s世帯）。")
            % {
                "year": desk.dues.year, "paid": desk.dues.paid, "amount": f"{desk.dues.amount:,}",
                "all": desk.dues.households,
            }
        ),
        {"kind": "sign", "names": [_("渡した人"), _("受け取った人")]},
    ]  # fmt: skip
    pages = [_sheet(f"{association} {title}", first)]
    for group in desk.groups:
        cells = [
            [str(n), row.name, row.phone or "—"]
            for n, row in enumerate(queries.route(group, on), start=1)
        ]
        words = _("%(group)s 回覧の順（回覧板 %(boards)s枚）") % {
            "group": group, "boards": group.boards,
        }  # fmt: skip
        pages.append(_sheet(words, [_table([_("順"), _("お名前"), _("電話番号")], cells)]))
    return _set(title, pages)


def _part(title: Any, head: list[Any], rows: list[list[str]], *, wide: int = 0) -> list[Block]:
    if not rows:
        return [_heading(title), _text(_("ありません。"))]
    return [_heading(title), _table(head, rows, wide=wide)]


def _sheet(title: Any, blocks: list[Block]) -> dict[str, Any]:
    return {"title": str(title), "blocks": blocks}


def _heading(words: Any) -> Block:
    return {"kind": "heading", "words": str(words)}


def _text(words: Any, *, size: str = "", align: str = "left") -> Block:
    return {"kind": "text", "words": str(words), "size": size, "align": align}


def _facts(*rows: tuple[Any, Any]) -> Block:
    return {"kind": "facts", "rows": [[str(a), str(b)] for a, b in rows]}


def _table(head: list[Any], rows: list[list[str]], *, wide: int = 1) -> Block:
    """A table whose column number `wide` takes the room that is left; -1 shares it evenly."""
    return {"kind": "table", "head": [str(h) for h in head], "rows": rows, "wide": wide}


def _day(day: date | None) -> str:
    return era_date(day, "ja") if day else "—"


def _when(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{era_date(local.date(), 'ja')} {clock(local.time(), 'ja')}"


def _qr(url: str) -> str:
    drawn = str(segno.make(url, error="m").svg_inline(border=0, scale=4))
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _set(title: Any, pages: list[dict[str, Any]]) -> bytes:
    now = timezone.localtime()
    printed = f"{long_date(now.date(), 'ja')} {clock(now.time(), 'ja')}"
    return set_pdf(TEMPLATE, {"title": str(title), "printed": printed, "pages": pages})
