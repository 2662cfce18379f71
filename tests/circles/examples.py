"""Addresses of this room that lead to something, for the table of who may open what."""

from tests.factories import NOW, TeamFactory
from tests.people import person
from tomoni.town.circles.actions import circles, meetings


def examples(keeper):
    """A circle kept by `keeper`, with one meeting about a case."""
    team = TeamFactory(slug="mihon-jimukyoku", members=[keeper])
    circle = circles.make(
        slug="mihon-wa", name="見本の会", purpose="見本", secretariat=team, is_public=True,
        by=None, at=NOW,
    )  # fmt: skip
    member = circles.add_member(circle=circle, name="見本 会員", by=None, at=NOW)
    case = meetings.call(
        circle=circle, title="見本の会議", starts_at=NOW, basis="with_consent", case_number="1",
        consent="見本", by=None, at=NOW,
    )  # fmt: skip
    guest = person("mihon-guest@example.jp", "見本 客", "みほん きゃく")
    let_in = meetings.let_in(meeting=case, user=guest, by=None, at=NOW)
    slug, pk = {"slug": circle.slug}, {"pk": case.pk}
    return {
        "circles:circle": slug,
        "circles:inside": slug,
        "circles:entrust": slug,
        "circles:act": slug | {"code": "meeting"},
        "circles:end_member": slug | {"pk": member.pk},
        "circles:meeting": pk,
        "circles:promise": pk,
        "circles:minutes": pk,
        "circles:print": pk,
        "circles:answer": pk,
        "circles:meeting_act": pk | {"code": "agenda"},
        "circles:shut_out": pk | {"access": let_in.pk},
    }
