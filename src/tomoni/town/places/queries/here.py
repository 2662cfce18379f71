"""The towns and districts with how many entries each holds."""

from dataclasses import dataclass

from django.db.models import Count, Q

from tomoni.ground.districts import queries as districts
from tomoni.ground.districts.models import District, Town
from tomoni.town.places.models import Listing

# The rows of the syllabary, as an index of names is cut.
ROWS = (
    ("あ", "あいうえお"),
    ("か", "かきくけこがぎぐげご"),
    ("さ", "さしすせそざじずぜぞ"),
    ("た", "たちつてとだぢづでど"),
    ("な", "なにぬねの"),
    ("は", "はひふへほばびぶべぼぱぴぷぺぽ"),
    ("ま", "まみむめも"),
    ("や", "やゆよ"),
    ("ら", "らりるれろわをん"),
)


@dataclass(frozen=True)
class BaseTown:
    """A town with its 丁目, each with the number of entries there."""

    name: str
    kana: str
    en: str
    towns: tuple[tuple[Town, int], ...]

    @property
    def count(self) -> int:
        return sum(count for _town, count in self.towns)


def towns_by_reading() -> list[tuple[str, list[BaseTown]]]:
    """The towns by the row of the syllabary in which their reading begins."""
    visible = Q(places__listings__status__in=Listing.Status.visible())
    counts = dict(
        Town.objects.annotate(n=Count("places__listings", visible, distinct=True)).values_list(
            "pk", "n"
        )
    )
    rows: dict[str, list[BaseTown]] = {row: [] for row, _letters in ROWS}
    for base, kana, towns in districts.bases():
        row = next((row for row, letters in ROWS if kana[:1] in letters), "ら")
        rows[row].append(
            BaseTown(
                name=base,
                kana=kana,
                en=districts.base_en(towns[0]),
                towns=tuple((town, counts.get(town.pk, 0)) for town in towns),
            )
        )
    return [(row, found) for row, found in rows.items() if found]


def towns_by_letter() -> list[tuple[str, list[BaseTown]]]:
    """The same towns by the first letter of their name in Latin script, for readers of English."""
    towns = (base for _row, found in towns_by_reading() for base in found)
    letters: dict[str, list[BaseTown]] = {}
    for base in sorted(towns, key=lambda base: base.en or base.name):
        letters.setdefault((base.en or base.name)[:1].upper(), []).append(base)
    return list(letters.items())


def districts_by_kind() -> list[tuple[str, list[District]]]:
    """The districts under the name of their kind."""
    kinds: dict[str, list[District]] = {}
    for district in District.objects.order_by("kind", "order", "id"):
        kinds.setdefault(str(district.get_kind_display()), []).append(district)
    return list(kinds.items())
