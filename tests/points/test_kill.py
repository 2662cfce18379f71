"""kill −9 between any two statements of an award, a claim, a bank file and its settling, a card, lapsing, a gift and a list taken over."""

import json

import pytest

ASK = "import json; from tests.points import killing; print(json.dumps(killing.all_acts()))"


@pytest.mark.slow
def test_killed_before_each_statement_all_or_nothing_is_there(installation):
    one = installation()
    one.run("migrate", "-v0")
    one.run("keys", "new", "--if-missing")

    killed = json.loads(one.ask(ASK).splitlines()[-1])

    assert set(killed) == {"award", "card", "claim", "file", "gift", "lapse", "opening", "settle"}
    assert min(killed.values()) >= 5, killed
    print(killed)
