"""The headings of every list given out, beside the national standard as the papers have it.

The truth is read from the paper on open data and from files that cities published, never from
our own layouts. Where the order of the current edition was found, it goes out in that; where the
paper says it was not found, in the edition before it, and the list says so.
"""

import csv
import re
from unicodedata import normalize

import pytest

from tests.places.importing.test_open_data import read

pytestmark = pytest.mark.usefixtures("tables")

# The list, the words that begin its headings in the paper, and how many columns it has.
LEGACY = [
    ("aed", "AED設置箇所一覧", 22),
    ("care_service", "介護サービス事業所一覧", 22),
    ("hospital", "医療機関一覧", 26),
    ("preschool", "子育て施設一覧", 28),
    ("public_facility", "公共施設一覧", 24),
    ("tourism", "観光施設一覧", 30),
]
PUBLISHED = [
    ("aed", "222127_aed.csv"),
    ("public_facility", "222127_library.csv"),
    ("public_toilet", "222127_public_toilet.csv"),
]
ITSELF = ["evacuation_shelter", "listing"]  # Our own layouts: no national list holds these.
# Our papers hold part of this one's order; tested where it is taken in.
ELSEWHERE = ["public_wireless_lan"]


@pytest.fixture(scope="module")
def paper(shared_papers):
    return (shared_papers / "domain" / "01-open-data.md").read_text("utf-8")


def order_in(paper, heading):
    """The headings in the block after `### heading`, or on the line after `# heading (n)`."""
    begins = rf"^(?:# {re.escape(heading)} \(|### {re.escape(heading)})"
    ((notes, line),) = re.findall(rf"{begins}(.*)\n+(?:```csv\n)?(.+)$", paper, re.MULTILINE)
    order = line.split(",")
    # The paper writes brackets as files in the wild do, and says where the template differs.
    for official in re.findall(r"official template writes (\S+)", notes):
        wide = {normalize("NFKC", name): name for name in official.split(",")}
        order = [wide.get(name, name) for name in order]
    return order


def header(client, slug):
    return read(client.get(f"/open-data/lists/{slug}.csv"))[0]


def test_evacuation_sites_in_the_current_edition(client, paper):
    order = order_in(paper, "3.1 指定緊急避難場所一覧 – current edition")
    assert len(order) == 39
    assert header(client, "evacuation_space") == order


@pytest.mark.parametrize(("slug", "title", "columns"), LEGACY)
def test_the_other_lists_in_the_order_the_paper_found(client, paper, slug, title, columns):
    order = order_in(paper, title)
    assert len(order) == columns
    assert header(client, slug) == order


@pytest.mark.parametrize(("slug", "file"), PUBLISHED)
def test_the_same_order_as_a_city_published(client, shared, slug, file):
    path = shared / "opendata-csv" / "yaizu-222127" / file
    with path.open(encoding="utf-8-sig", newline="") as lines:
        assert header(client, slug) == next(csv.reader(lines))


@pytest.mark.parametrize("slug", [slug for slug, _title, _columns in LEGACY])
def test_a_list_in_the_earlier_edition_says_so(client, slug):
    page = client.get(f"/open-data/lists/{slug}/").content.decode()
    assert "推奨データセット" in page and "20260801" not in page


def test_no_list_goes_out_untested(client):
    from tomoni.town.places.opendata.datasets import exported

    tested = {"evacuation_space", *ITSELF, *ELSEWHERE}
    tested |= {slug for slug, *_more in LEGACY} | {slug for slug, _file in PUBLISHED}
    assert {spec.slug for spec in exported()} == tested
