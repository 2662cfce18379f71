"""Umbrellas on paper: the poster of a stand, its list for pencil, and the list for whoever carries."""

from datetime import date
from pathlib import Path
from uuid import UUID

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from tomoni.core.city import city
from tomoni.ties.umbrellas.models import Station
from tomoni.ties.umbrellas.rules.balancing import Plan, Way
from tomoni.web.dates import long_date, short_date
from tomoni.web.paper import font_folders, set_pdf

FOLDER = Path(__file__).resolve().parent / "typst"
LINES = 19
# What the poster says to those who do not read Japanese, as short as it is large.
SAYS = {
    "both": (
        "傘を、どうぞ。", "借りる・返す・ゆずる　無料",
        ("Free umbrellas. Borrow here, return at any stand.", "免费借伞，任何伞架均可归还。",
         "무료 우산. 어느 우산꽂이에나 반납하세요."),
    ),
    "borrow": (
        "傘を、どうぞ。", "借りる　無料（返すのは、ほかの置き場へ）",
        ("Free umbrellas. Return at another stand.", "免费借伞，请归还到其他伞架。",
         "무료 우산. 반납은 다른 우산꽂이에 하세요."),
    ),
    "return": (
        "傘を、ここに返せます。", "返す・ゆずる",
        ("Return umbrellas here.", "可在此归还雨伞。", "여기에 우산을 반납할 수 있습니다."),
    ),
}  # fmt: skip


def _can_write_all() -> bool:
    """Whether this machine has a font with Chinese and Korean letters; the page has them anyway."""
    return any(any(folder.rglob("NotoSansCJK*")) for folder in font_folders())


def short_url(station: Station) -> str:
    return str(settings.SITE_URL) + reverse("umbrellas:short", kwargs={"code": station.code})


def poster(station: Station) -> bytes:
    """A4 for the stand: large type, four languages, the code to read and the same in letters."""
    head, below, others = SAYS[station.use]
    url = short_url(station)
    return set_pdf(
        FOLDER / "poster.typ",
        {
            "title": f"傘の輪　{station.name}", "head": head, "below": below, "others": others if _can_write_all() else others[:1],
            "name": station.name, "name_en": station.name_en, "url": url, "svg": _qr(url),
            "code": station.code, "phone": city().phone_for("tourism").phone,
            "printed": long_date(localdate(), "ja"),
        },
    )  # fmt: skip


def tally_sheet(station: Station) -> bytes:
    """Beside the stand: one line a person, no names; the shop adds up and notes it."""
    return set_pdf(
        FOLDER / "lists.typ",
        {
            "title": f"傘の記録　{station.name}", "lead": "お名前は書かないでください。月日と、○をひとつ書きます。",
            "head": ["月日", "借りた", "返した", "ゆずった", "本数"],
            "rows": [["", "", "", "", ""] for _line in range(LINES)], "tall": True,
            "notes": [f"お店の人へ：合計を専用のページに入れるか、電話してください。電話 {city().phone_for('tourism').phone}"],
            "printed": long_date(localdate(), "ja"),
        },
    )  # fmt: skip


def carrying(
    *, plan: Plan, tomorrow: date, walks: list[tuple[Station, Station, Way, UUID]],
    van: list[tuple[Station, Station, Way, UUID]], stops: list[tuple[Station, int, int]],
    unmet: list[tuple[Station, int]], why: list[tuple[Station, str]],
) -> bytes:  # fmt: skip
    """What is carried on foot and in which order the van goes, to take along and tick off."""
    rows: list[list[str]] = [
        ["□", f"歩いて　{one.quantity}本", source.name, target.name, f"{one.metres} m"]
        for source, target, one, _token in walks
    ]
    rows += [
        [
            "□",
            f"車 {n}　{'積む' if load > 0 else '下ろす'} {much}本",
            stop.name,
            stop.address,
            stop.phone,
        ]
        for n, (stop, load, much) in enumerate(stops, 1)
    ]
    notes = [f"足りないまま：{one.name} {n}本" for one, n in unmet]
    return set_pdf(
        FOLDER / "lists.typ",
        {
            "title": f"傘を運ぶ　{short_date(tomorrow, 'ja')}の分", "lead": f"ぜんぶで{plan.umbrellas}本。運んだら、画面で「運んだ」を押してください。",
            "head": ["", "すること", "どこから・どこで", "どこへ・住所", "道のり・電話"], "rows": rows,
            "tall": False, "notes": [*notes, *(f"{one.name}：{words}" for one, words in why)],
            "printed": long_date(localdate(), "ja"),
        },
    )  # fmt: skip


def _qr(text: str) -> str:
    drawn = str(segno.make(text, error="m", micro=False).svg_inline(border=2))
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
