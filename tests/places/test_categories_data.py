"""The taxonomy file is complete, and its page says the same as the file."""

import tomllib
from pathlib import Path

import tomoni

DATA = Path(tomoni.__file__).parent / "town" / "places" / "data" / "categories.toml"
PAGE = Path(__file__).parents[2] / "docs" / "taxonomy.md"

NEEDED = ("code", "group", "ja", "kana", "ja_easy", "en", "icon", "words", "for_whom")


def taxonomy() -> dict:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def test_every_category_is_named_in_three_languages():
    for category in taxonomy()["category"]:
        missing = [field for field in NEEDED if not category.get(field)]
        assert not missing, (category["code"], missing)
        assert category["review_every_days"] > 0


def test_codes_are_unique_and_every_category_has_its_group():
    data = taxonomy()
    groups = [group["code"] for group in data["group"]]
    codes = [category["code"] for category in data["category"]]

    assert len(set(groups)) == len(groups)
    assert len(set(codes)) == len(codes)
    assert {category["group"] for category in data["category"]} == set(groups)


def test_readings_are_hiragana_so_that_booklets_can_be_sorted():
    for category in taxonomy()["category"]:
        assert all("ぁ" <= letter <= "ん" or letter == "ー" for letter in category["kana"]), (
            category
        )


def test_the_three_kinds_of_refuge_are_kept_apart():
    refuge = {
        category["code"] for category in taxonomy()["category"] if category["group"] == "safety"
    }

    assert {"evacuation_site", "shelter", "welfare_shelter", "tsunami_building"} <= refuge


def test_the_page_lists_every_category_under_its_present_names():
    page = PAGE.read_text(encoding="utf-8")
    for category in taxonomy()["category"]:
        row = f"| `{category['code']}` | {category['ja']} | {category['ja_easy']} | {category['en']} |"
        assert row in page, category["code"]
