"""Where an action leads today: to a room that has opened its door, or else to a telephone."""

from django.utils.translation import gettext_lazy

from tomoni.core.city import Phone, city
from tomoni.web import doors

# The same all over Japan; the city's own desks are in city.toml.
NATIONAL = (
    Phone(
        code="child_abuse",
        name="児童相談所 虐待対応ダイヤル",
        name_easy="子どもがあぶないときの電話",
        name_en="Child abuse hotline",
        phone="189",
        purpose="「もしかして」と思ったとき。24時間、無料",
        purpose_easy="「もしかして」と思ったら電話してください。24時間、お金はかかりません",
        purpose_en="As soon as you suspect something. 24 hours, free",
    ),
    Phone(
        code="dv",
        name="DV相談ナビ",
        name_easy="家族やパートナーの暴力の相談",
        name_en="Domestic violence helpline",
        phone="#8008",
        purpose="配偶者や恋人の暴力に悩んだとき",
        purpose_easy="パートナーにひどいことをされたとき",
        purpose_en="When a partner hurts or frightens you",
    ),
    Phone(
        code="police",
        name="警察相談専用電話",
        name_easy="警察（けいさつ）の相談電話",
        name_en="Police advice line",
        phone="#9110",
        purpose="急がない相談。事件や事故は110番",
        purpose_easy="急がない相談。急ぐときは110に電話してください",
        purpose_en="Not urgent. In an emergency ring 110",
    ),
)

# Until a room has a page of its own, the part of the directory that comes nearest to it.
NEAREST = {
    "appointments": "consult",
    "consultation": "consult",
    "evacuation": "safety",
    "gathering_places": "gather",
    "guardianship": "guardianship",
    "housing": "housing_desk",
    "livelihood": "livelihood_desk",
    "neighbourhoods": "neighbourhood",
    "points": "volunteer",
    "procedures": "city_office",
    "protection": "protection_desk",
    "relief": "volunteer",
    "safety": "safe_spot",
    "shopping": "food",
    "snow": "snow",
    "tourism": "travel",
    "umbrellas": "umbrella",
    "volunteering": "volunteer",
    "watch": "commissioner",
}

# Measure → what is counted about it today: the address, its words and its icon.
FIGURES = {
    9: (("places:voice_statistics", gettext_lazy("声の統計"), "message-circle"),),
}


def open_rooms() -> dict[str, doors.Door]:
    """The first door of every room that has one."""
    found: dict[str, doors.Door] = {}
    for way in doors.ways():
        for door in way.doors:
            found.setdefault(door.url_name.partition(":")[0], door)
    return found


def desk(code: str) -> Phone:
    """The number to ring today; the town's first number where the desk is unknown."""
    for phone in NATIONAL:
        if phone.code == code:
            return phone
    return city().phone_for(code)


def known_desks() -> set[str]:
    return {phone.code for phone in (*NATIONAL, *city().phones)}
