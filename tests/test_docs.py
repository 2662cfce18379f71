"""Documents that are made from the program agree with it."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.md")])


def test_the_data_dictionary_is_up_to_date():
    call_command("datadictionary", check=True)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} points to {target}"


PROOFS = re.findall(r"`([^`]+)`", (ROOT / "docs/proofs.md").read_text("utf-8").split("\n## ", 1)[1])


@pytest.mark.parametrize("proof", sorted(set(PROOFS)))
def test_what_a_proof_names_is_there(proof):
    first, *words = proof.split()
    if first == "make":
        assert re.search(rf"^{words[0]}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    elif first == "tomoni":
        assert words[0] in get_commands()
    else:
        path, _colons, name = first.partition("::")
        assert (ROOT / path).exists()
        text = (ROOT / path).read_text("utf-8") if name or words else ""
        assert not name or re.search(rf"^def {name}\(", text, re.MULTILINE)
        assert all(f'"{word}"' in text for word in words)
