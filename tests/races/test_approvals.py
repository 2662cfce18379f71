"""Two people approve one destruction at the same moment; one person clicks twice."""

import pytest

TRIES = 12


def proposed(town):
    """A list with nothing on it, waiting for approval, and nothing else under way: its key."""
    return town.ask(
        "import json\n"
        "from uuid import uuid4\n"
        "from django.utils import timezone\n"
        "from tests.factories import TeamFactory\n"
        "from tomoni.ground.batons import actions\n"
        "from tomoni.ground.people.models import Organisation, RoleHeld, User\n"
        "from tomoni.ground.retention.models import Proposal\n"
        "at = timezone.now()\n"
        "for n in ('mori', 'abe'):\n"
        "    user = User.objects.get(email=f'{n}@example.jp')\n"
        "    RoleHeld.objects.get_or_create(user=user, role='team_lead', until_on=None, defaults={'from_on': at.date()})\n"
        "Proposal.objects.filter(is_under_way=True).update(is_under_way=False, status='refused', ended_at=at)\n"
        "salon = Organisation.objects.get(slug='mihon-salon')\n"
        "team = TeamFactory(slug=f'r-{uuid4()}', organisation=salon)\n"
        "b = actions.open_baton(kind='retention.proposal', title='破棄', team=team, by=None, at=at)\n"
        "print(json.dumps(str(Proposal.objects.create(baton=b, at=at).pk)))"
    )


def state(town, key):
    return town.ask(
        "import json\n"
        "from tomoni.ground.retention.models import Proposal\n"
        f"p = Proposal.objects.get(pk={key!r})\n"
        "who = [str(u.name) if u else '' for u in (p.first_by, p.second_by)]\n"
        "print(json.dumps([p.status, *who]))"
    )


def both(running, key):
    path = f"/staff/retention/{key}/approve/"
    return running.at_once(lambda: running.mori.post(path, {}), lambda: running.abe.post(path, {}))


def test_without_the_guard_one_of_two_approvals_is_lost(town):
    running = town(without="approval")
    for _attempt in range(TRIES):
        key = proposed(running)
        both(running, key)
        if state(running, key)[0] == "proposed":
            return
    pytest.fail(f"in {TRIES} tries the race never showed, so the guard proves nothing")


def test_with_the_guard_both_count(town):
    running = town()
    for _attempt in range(4):
        key = proposed(running)
        both(running, key)
        status, first, second = state(running, key)
        assert (status, {first, second}) == ("approved", {"mori", "abe"})


def test_one_person_who_clicks_eight_times_has_approved_once(town):
    running = town()
    key = proposed(running)
    path = f"/staff/retention/{key}/approve/"
    running.at_once(*[lambda: running.mori.post(path, {}) for _click in range(8)])
    assert state(running, key) == ["proposed", "mori", ""]
