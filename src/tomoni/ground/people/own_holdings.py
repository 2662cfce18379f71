"""What this room itself holds about a person, in the words of the page "what is kept about me"."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tomoni.core import reading_log
from tomoni.ground.people import holdings, queries
from tomoni.ground.people.holdings import Row
from tomoni.ground.people.models import (
    ActFor,
    Charge,
    Consent,
    Cover,
    HouseholdMember,
    LetterCode,
    Mandate,
    OfficeRun,
    Person,
    Relation,
    Scope,
    User,
)
from tomoni.web.dates import long_date

PLAIN = ("name", "name_kana", "phone", "email", "postcode", "address", "note")


def join() -> None:
    """Called once at start."""
    read = (Scope.READ,)
    for order, (code, name, query, scopes, shows) in enumerate(
        (
            # How somebody signs in is nobody else's, whatever their mandate says.
            ("account", gettext_lazy("アカウント"), account, (), ("people.OutsideIdentity.user",)),
            ("person", gettext_lazy("登録していること"), person, (*read, Scope.CORRECT),
             ("people.Person.user", "people.LetterCode.person", "people.HouseholdMember.person",
              "people.Relation.person")),
            ("roles", gettext_lazy("役割と団体"), roles, read,
             ("people.RoleHeld.user", "people.Membership.user", "people.TeamMembership.user",
              "people.Charge.user", "people.Cover.absent", "people.Cover.covered_by")),
            ("mandates", gettext_lazy("代わりの人"), mandates, read,
             ("people.Mandate.person", "people.Mandate.delegate", "people.OfficeRun.person",
              "people.ActFor.person")),
            ("consents", gettext_lazy("わたしの同意"), consents, (*read, Scope.CONSENT), ("people.Consent.person",)),
            ("readers", gettext_lazy("わたしの記録を見た人"), readers, read, ()),
        )
    ):  # fmt: skip
        holdings.register(code, name, query, order=order, scopes=scopes, shows=shows)


def _day(day: object) -> str:
    return long_date(day, get_language() or "ja") if day else ""  # type: ignore[arg-type]


def _term(row: object) -> str:
    return f"{_day(row.from_on)}–{_day(row.until_on)}"  # type: ignore[attr-defined]


def account(user: User, entries: list[Person]) -> Iterator[Row]:
    for field in ("name", "name_kana", "email", "phone", "sign_in_phone", "language"):
        if value := getattr(user, field):
            shown = dict(settings.LANGUAGES).get(value, value) if field == "language" else value
            yield str(User._meta.get_field(field).verbose_name), str(shown)  # type: ignore[union-attr]
    yield str(_("登録した日")), _day(localdate(user.joined_at))
    if user.last_login:
        yield str(_("最後に入った日")), _day(localdate(user.last_login))
    for way in user.outside_identities.order_by("linked_at", "pk"):  # type: ignore[attr-defined]
        yield (
            str(_("外の本人確認")),
            f"{way.issuer}（{way.subject}、{_day(localdate(way.linked_at))}）",
        )
    methods = queries.sign_in_methods(user)
    if methods.passkeys:
        yield str(_("パスキー")), str(methods.passkeys)
    if methods.has_app:
        yield str(_("認証アプリ")), str(_("使っています"))


def person(user: User, entries: list[Person]) -> Iterator[Row]:
    for entry in entries:
        for field in PLAIN:
            if value := getattr(entry, field):
                yield str(Person._meta.get_field(field).verbose_name), str(value)  # type: ignore[union-attr]
        if entry.birth_on:
            yield str(_("生年月日")), _day(entry.birth_on)
        if entry.town:
            yield str(_("町")), entry.town.name
        yield str(_("どこから聞いたか")), str(entry.get_source_display())
    for home in HouseholdMember.objects.filter(person__in=entries).order_by("from_on", "pk"):
        yield str(_("世帯")), f"{home.get_part_display()}（{_term(home)}）"
    # The names of others are their own data and are not handed out with mine.
    for kin in Relation.objects.filter(person__in=entries).order_by("from_on", "pk"):
        yield str(_("間柄")), f"{kin.get_kind_display()}（{_term(kin)}）"
    for code in LetterCode.objects.filter(person__in=entries).order_by("made_at", "pk"):
        yield str(_("手紙の番号")), _day(localdate(code.made_at))


def roles(user: User, entries: list[Person]) -> Iterator[Row]:
    for held in queries.roles_of(user, localdate()):
        yield held.name, _term(held.row)
    for member in queries.memberships_of(user):
        yield member.organisation.name, f"{member.get_part_display()}（{_term(member)}）"
    for one in user.team_memberships.select_related("team").order_by("from_on", "pk"):  # type: ignore[attr-defined]
        yield one.team.name, f"{one.get_part_display()}（{_term(one)}）"
    for charge in Charge.objects.filter(user=user).select_related("district").order_by("from_on"):
        yield str(_("受け持ちの地区")), f"{charge.district}（{_term(charge)}）"
    for cover in Cover.objects.filter(Q(absent=user) | Q(covered_by=user)).order_by(
        "from_on", "pk"
    ):
        other = cover.covered_by if cover.absent_id == user.pk else cover.absent
        what = _("休みの間の代わりの人") if cover.absent_id == user.pk else _("代わりに受け持つ人")
        yield str(what), f"{other}（{_term(cover)}）"


def mandates(user: User, entries: list[Person]) -> Iterator[Row]:
    known = Mandate.objects.select_related("delegate", "person")
    for row in known.filter(person__in=entries).order_by("from_on", "pk"):
        yield (
            str(_("わたしの代わりにできる人")),
            f"{row.delegate.name}（{'、'.join(row.scope_names)}、{_term(row)}）",
        )
    for row in known.filter(delegate__in=entries).order_by("from_on", "pk"):
        yield (
            str(_("わたしが代わりにできる人")),
            f"{row.person.name}（{'、'.join(row.scope_names)}、{_term(row)}）",
        )
    for run in OfficeRun.objects.filter(person__in=entries).order_by("since", "pk"):
        yield str(_("窓口が代わりにする登録")), f"{_day(run.since)}–{_day(run.ended_on)}"
    for act in ActFor.objects.filter(person__in=entries).order_by("at", "pk"):
        yield str(_("代わりにしたこと")), f"{_day(localdate(act.at))} {act.words}"


def consents(user: User, entries: list[Person]) -> Iterator[Row]:
    rows = Consent.objects.filter(person__in=entries).select_related("text")
    for row in rows.order_by("at", "number"):
        said = f"{row.get_act_display()}（{_day(row.on)}、{row.get_way_display()}）"
        yield f"{row.text.title} {row.text.version}", said


def readers(user: User, entries: list[Person]) -> Iterator[Row]:
    about = str(entries[0].pk) if entries else str(user.pk)
    count = reading_log.readers_of(about).count()
    if count:
        yield str(_("開かれた回数（人と日は「わたしの記録を見た人」にあります）")), str(count)
