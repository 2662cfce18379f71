"""How well a room fits a wish: five questions, a hundred points, each answered in a sentence.

Distance, size, time, access, price. What makes a room impossible (stairs for somebody who cannot
climb them, no common time, too far to walk) is never outweighed by points.
"""

from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NEAR_M, FAR_M = 1500, 4000  # Some twenty minutes on foot in winter; beyond `FAR_M` nobody walks.
ENOUGH = 50
ADVISER = "gathering_places"  # The family of desks at which an adviser can be booked.
FULL = {"district": 30, "size": 25, "hours": 20, "access": 15, "price": 10}

# The rule as everybody may read it, in the order of its weight.
SENTENCES = (
    gettext_lazy("近さ（30点）。同じ町なら30点、丁目だけ違えば25点、1.5キロまでなら15点です。4キロより遠い場所は、すすめません。"),
    gettext_lazy("広さ（25点）。来る人がみな入れば25点、8割が入れば10点です。"),
    gettext_lazy("時間（20点）。希望の時間がすべて空いていれば20点、一部なら10点です。合う時間がない場所は、すすめません。"),
    gettext_lazy("入りやすさ（15点）。段差とトイレの希望がかなえば15点です。段差のない場所が必要なのに段差がある場所は、すすめません。"),
    gettext_lazy("料金（10点）。出せる金額までなら10点です。"),
    gettext_lazy("合わせて50点から、職員に「合いそうです」と見せます。決めるのは職員と、借りる人と、貸す人です。"),
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What a wish says. `town` and `base` are '' for anywhere; `most_fee` None for any price."""

    town: str
    base: str
    people: int
    parts: int
    step_free: bool
    wide_toilet: bool
    most_fee: int | None


@dataclass(frozen=True)
class Room:
    """What an offer says; fee in yen for one time."""

    town: str
    base: str
    people: int
    parts: int
    step_free: bool
    has_toilet: bool
    wide_toilet: bool
    fee: int


@dataclass(frozen=True)
class Reason:
    """One of the five answers."""

    code: str
    points: int
    words: str
    blocks: bool = False

    @property
    def full(self) -> int:
        return FULL[self.code]


@dataclass(frozen=True)
class Fit:
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        return sum(one.points for one in self.reasons)

    @property
    def is_possible(self) -> bool:
        return not any(one.blocks for one in self.reasons)

    @property
    def is_good(self) -> bool:
        return self.is_possible and self.points >= ENOUGH


def fit(want: Wanted, room: Room, *, metres: float) -> Fit:
    """Args:
    metres: Between the two towns' points; of no meaning when the wish is for anywhere.
    """
    return Fit(
        (
            _district(want, room, metres),
            _size(want, room),
            _hours(want, room),
            _access(want, room),
            _price(want, room),
        )
    )


def _district(want: Wanted, room: Room, metres: float) -> Reason:
    if not want.town:
        return Reason("district", 15, _("町の希望はありません。"))
    if want.town == room.town:
        return Reason("district", 30, _("同じ町にあります。"))
    if want.base == room.base:
        return Reason("district", 25, _("となりの丁目にあります。"))
    about = {"km": f"{max(metres, 100) / 1000:.1f}"}
    if metres <= NEAR_M:
        return Reason("district", 15, _("歩いて行ける近さです（約%(km)sキロ）。") % about)
    far = metres > FAR_M
    return Reason("district", 0, _("少し離れています（約%(km)sキロ）。") % about, blocks=far)


def _size(want: Wanted, room: Room) -> Reason:
    both = {"want": want.people, "room": room.people}
    if room.people >= want.people:
        return Reason("size", 25, _("%(want)s人に対して、%(room)s人まで入れます。") % both)
    points = 10 if room.people >= ceil(want.people * 0.8) else 0
    return Reason(
        "size", points, _("%(want)s人の希望ですが、入れるのは%(room)s人までです。") % both
    )


def _hours(want: Wanted, room: Room) -> Reason:
    shared = want.parts & room.parts
    if not shared:
        return Reason("hours", 0, _("希望の時間に空いていません。"), blocks=True)
    if shared == want.parts:
        return Reason("hours", 20, _("希望の時間がすべて空いています。"))
    return Reason("hours", 10, _("希望の時間の一部が空いています。"))


def _access(want: Wanted, room: Room) -> Reason:
    if want.step_free and not room.step_free:
        return Reason("access", 0, _("段差のない場所が必要ですが、段差があります。"), blocks=True)
    if want.wide_toilet and not room.wide_toilet:
        return Reason("access", 5, _("車いすで使えるトイレがありません。"))
    if not room.has_toilet:
        return Reason("access", 5, _("トイレがありません。"))
    return Reason("access", 15, _("段差とトイレの希望に合います。"))


def _price(want: Wanted, room: Room) -> Reason:
    fee = {"fee": f"{room.fee:,}"}
    if room.fee == 0:
        return Reason("price", 10, _("無料で使えます。"))
    if want.most_fee is None:
        return Reason("price", 5, _("1回%(fee)s円です。料金の希望はありません。") % fee)
    if room.fee <= want.most_fee:
        return Reason("price", 10, _("1回%(fee)s円で、希望の金額までです。") % fee)
    return Reason("price", 0, _("1回%(fee)s円で、希望の金額を超えます。") % fee)
