"""Addresses of this room that lead somewhere, for the table of permissions (tests/test_permissions.py)."""

from django.core.files.base import ContentFile

from tests import sheets
from tests.factories import NOW, TeamFactory
from tomoni.ground.batons.actions import attaching, open_baton


def examples(clerk):
    """A matter in the hands of the clerk's own team, with a file and a link."""
    team = TeamFactory(slug="mihon-desk", members=[clerk])
    baton = open_baton(kind="desk.note", title="見本の用件", team=team, by=clerk, at=NOW)
    file = attaching.attach(
        baton=baton, file=ContentFile(sheets.pdf("mihon"), "mihon.pdf"), by=clerk, at=NOW
    )
    number = {"number": baton.number}
    return {
        "batons:baton": number,
        "batons:act": number | {"code": "note"},
        "batons:deadlines": {"code": baton.kind_id},
        "batons:talk": number,
        "batons:links": number,
        "batons:files": number,
        "batons:file": number | {"pk": file.pk},
        "batons:file_show": number | {"pk": file.pk},
    }
