"""Ways from the eight needs into the directory: lists that are useful today, filter set."""

from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tomoni.doing.events.queries import calendar
from tomoni.home.slots import Item
from tomoni.town.places.queries import filters, results
from tomoni.web.dates import short_date
from tomoni.web.doors import Door

SEARCH = "places:search"


def _list(need: str, category: str, title: object, icon: str, example: object, order: int) -> Door:
    return Door(need, SEARCH, title, icon, example, order, f"category={category}")  # type: ignore[arg-type]


DOORS = (
    Door("find", SEARCH, _("言葉と条件でさがす"), "search", _("いま開いている、無料、車いすで入れる"), 10),
    _list("find", "medical", _("病院・薬局"), "stethoscope", _("歯医者、AEDのあるところも"), 20),
    _list("find", "children", _("子どものための場所"), "baby", _("保育所、遊び場、学び"), 25),
    _list("go", "gather", _("居場所・サロン"), "coffee", _("お茶、食事会、体操、趣味"), 10),
    _list("go", "food", _("買い物・配食"), "shopping-basket", _("移動販売、宅配、近くの店"), 20),
    _list("go", "travel", _("観光・乗りもの"), "bus", _("案内所、駅、送迎"), 30),
    _list("help", "snow", _("雪の手助け"), "shovel", _("除雪の相談、砂箱、雪捨て場"), 10),
    _list("help", "umbrella", _("傘を借りる"), "umbrella", _("不要傘の貸出をしているところ"), 20),
    _list("help", "food_aid", _("食べものの支援"), "package", _("困ったときに受け取れるところ"), 30),
    _list("consult", "consult", _("相談できるところ"), "message-circle", _("どこに話してもつながります"), 10),
    _list("consult", "care", _("介護・障がいの相談"), "hand-helping", _("通う、泊まる、家に来てもらう"), 20),
    _list("prepare", "safety", _("逃げる場所"), "footprints", _("津波、土砂、大雪のとき"), 10),
    _list("procedures", "city_office", _("市役所の窓口"), "landmark", _("届け出、証明、税"), 10),
    _list("procedures", "living", _("住まいと暮らしの手続き"), "house", _("住まいの相談、空き家"), 20),
)  # fmt: skip


def this_week(at: datetime, language: str) -> list[Item]:
    """The next events of seven days, cancelled ones left out."""
    return [
        Item(
            title=str(row.title),
            url=row.url,
            text=str(row.place),
            when=f"{short_date(row.start.date(), language)} {row.times}",
        )
        for row in calendar.coming(at, language)
    ]


def open_now(at: datetime, language: str) -> list[Item]:
    """How many places are open at this moment, as a link to them; nothing where none is."""
    asked = filters.read(QueryDict("open=now"), at=at)
    count = results.count(asked, at=at)
    if not count:
        return []
    words = ngettext("いま開いているところ %(n)sか所", "いま開いているところ %(n)sか所", count)
    return [Item(words % {"n": count}, "/search/?open=now")]
