"""At the desk: two clerks, or a clerk and the other side, act on one matter at the same moment."""

from uuid import uuid4

from django.utils import timezone

from tests.factories import TeamFactory
from tests.races.pairs import pair
from tomoni.ground.batons import actions
from tomoni.ground.batons.actions import attaching, links
from tomoni.ground.batons.models import Baton
from tomoni.ground.people.models import Organisation, Team, User

OFFERED = "二人から"
OVER = {"outcome": "done", "words": "終わり", "way": "screen"}


def clerk(name):
    return User.objects.get(email=f"{name}@example.jp")


def team(*names, **more):
    """A team of these clerks; all are of one organisation, so that the table stays small."""
    salon = Organisation.objects.get(slug="mihon-salon")
    two = [clerk(name) for name in names]
    return TeamFactory(slug=f"p-{uuid4()}", organisation=salon, members=two, **more)


def matter(*names):
    return actions.open_baton(
        kind="desk.note", title="雪", team=team(*names), by=None, at=timezone.now()
    )


def posts(baton, *acts):
    """Requests to a matter's own pages: (who, act, answers)."""
    return [(who, f"/desk/{baton.number}/{act}/", answers) for who, act, answers in acts]


def steps(number, *acts):
    return Baton.objects.get(number=number).steps.filter(act__in=acts).count()


def one_too_many(*acts):
    return lambda number: steps(number, *acts) - 1


@pair("one takes it, the other gives it back", one_too_many("accepted", "returned"))
def accept_and_give_back():
    baton = matter()
    actions.offer(baton=baton, to_team=team("mori", "abe"), by=None, at=timezone.now())
    back = {"reason": "no_capacity", "way": "screen"}
    return posts(baton, ("mori", "accept", {"way": "screen"}), ("abe", "give_back", back)), baton.number  # fmt: skip


@pair("the other side takes it, the giver takes it back", one_too_many("accepted", "withdrawn"))
def accept_and_withdraw():
    baton = matter("abe")
    actions.offer(baton=baton, to_team=team("mori"), by=None, at=timezone.now())
    return posts(baton, ("mori", "accept", {"way": "screen"}), ("abe", "withdraw", {})), baton.number  # fmt: skip


@pair("a question is answered and taken back", one_too_many("answered", "unasked"))
def answer_and_unask():
    baton = matter("abe")
    asked = actions.ask(baton=baton, to_team=team("mori"), text="?", by=None, at=timezone.now())
    about = {"question": asked.pk}
    said = {**about, "text": "はい", "way": "screen"}
    return posts(baton, ("mori", "answer", said), ("abe", "unask", about)), baton.number


@pair("both end it", one_too_many("closed"))
def close_twice():
    baton = matter("mori", "abe")
    return posts(baton, ("mori", "close", OVER), ("abe", "close", OVER)), baton.number


def ended_while_offered(number):
    baton = Baton.objects.get(number=number)
    return int(not baton.is_open and baton.offers.open().exists())


@pair("one ends it, the other offers it", ended_while_offered)
def close_and_offer():
    baton = matter("mori", "abe")
    to = {"to_team": team().pk, "way": "screen"}
    return posts(baton, ("mori", "close", OVER), ("abe", "offer", to)), baton.number


def offered_twice(number):
    return Baton.objects.get(number=number).offers.open().count() - 1


@pair("both offer it, to two teams", offered_twice)
def offer_twice():
    baton = matter("mori", "abe")
    to = [{"to_team": team().pk, "note": OFFERED, "way": "screen"} for _n in range(2)]
    return posts(baton, ("mori", "offer", to[0]), ("abe", "offer", to[1])), baton.number


def ended_with_an_open_part(number):
    baton = Baton.objects.get(number=number)
    return int(not baton.is_open and baton.parts.filter(status="open").exists())


@pair("one ends it, the other splits it", ended_with_an_open_part)
def close_and_split():
    baton = matter("mori", "abe")
    part = {"title": "一部", "next_step": "見る"}
    return posts(baton, ("mori", "close", OVER), ("abe", "split", part)), baton.number


def written_after_the_end(number):
    acts = list(
        Baton.objects.get(number=number).steps.order_by("nth").values_list("act", flat=True)
    )
    return int("noted" in acts[acts.index("closed") :] if "closed" in acts else 0)


@pair("one ends it, the other writes in it", written_after_the_end)
def close_and_note():
    baton = matter("mori", "abe")
    said = {"text": "電話した", "next_step": "待つ", "way": "phone"}
    return posts(baton, ("mori", "close", OVER), ("abe", "note", said)), baton.number


def both_joined(number):
    baton = Baton.objects.get(number=number)
    return int(bool(baton.joined_into and baton.joined_into.joined_into))


@pair("each joins the other's matter to their own", both_joined)
def join_each_other():
    baton, other = matter("mori", "abe"), matter("mori", "abe")
    return [
        *posts(baton, ("mori", "join", {"number": other.number})),
        *posts(other, ("abe", "join", {"number": baton.number})),
    ], baton.number


@pair("both begin it again", one_too_many("reopened"))
def reopen_twice():
    baton = matter("mori", "abe")
    actions.close(baton=baton, outcome="done", words="終わり", by=None, at=timezone.now())
    why = {"reason": "まだ続いている"}
    return posts(baton, ("mori", "reopen", why), ("abe", "reopen", why)), baton.number


@pair("two of the comprehensive desk take it over", one_too_many("taken"))
def take_twice():
    """The desk is made once and stays: it is the town's only one."""
    known = Team.objects.filter(is_comprehensive_desk=True).first() or team(desk=True)
    for name in ("mori", "abe"):
        known.memberships.get_or_create(
            user=clerk(name), until_on=None, defaults={"part": "member", "from_on": "2026-04-01"}
        )
    baton = matter()
    Baton.objects.filter(pk=baton.pk).update(level=Baton.Level.DESK)
    return posts(baton, ("mori", "take", {}), ("abe", "take", {})), baton.number


@pair("both show one file to one receiver", one_too_many("shown"))
def show_twice():
    from tests.batons.test_files import PDF, upload

    baton, at = matter("mori", "abe"), timezone.now()
    offer = actions.offer(baton=baton, outside_name="見本工務店", by=None, at=at)
    file = attaching.attach(
        baton=baton, file=upload(PDF, "図.pdf"), words="", by=clerk("mori"), at=at
    )
    path, to = f"/desk/{baton.number}/files/{file.pk}/show/", {"to": f"offer:{offer.pk}"}
    return [("mori", path, to), ("abe", path, to)], baton.number


def stopped_and_used(number):
    """An answer that came after its link was stopped; before it, both may be."""
    acts = list(
        Baton.objects.get(number=number).steps.order_by("nth").values_list("act", flat=True)
    )
    return int(
        "unlinked" in acts
        and "accepted" in acts
        and acts.index("accepted") > acts.index("unlinked")
    )


@pair("a clerk stops a link while its receiver answers", stopped_and_used)
def stop_and_answer():
    baton, at = matter("mori"), timezone.now()
    offer = actions.offer(baton=baton, outside_name="見本工務店", by=None, at=at)
    link, key = links.make(offer=offer, by=None, at=at)
    said = {"answer": "accept", "reason": "", "reply": "", "name": "見本 工"}
    stop = ("mori", f"/desk/{baton.number}/links/{link.pk}/stop/", {})
    return [stop, ("nobody", f"/l/{key}/", said)], baton.number


def open_in_a_dissolved_team(slug):
    one = Team.objects.get(slug=slug)
    return Baton.objects.held_by([one]).count() if one.dissolved_on else 0


@pair("a team is dissolved while somebody takes a matter in for it", open_in_a_dissolved_team)
def dissolve_and_take_in():
    one = team("mori")
    new = {"title": "雪", "way": "phone", "team": one.pk}
    on = {"on": str(timezone.localdate())}
    return [("hori", f"/staff/teams/{one.slug}/dissolve/", on), ("mori", "/desk/new/", new)], one.slug  # fmt: skip
