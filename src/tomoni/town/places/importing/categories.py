"""Which word of the taxonomy a row falls under."""

from typing import TYPE_CHECKING

from tomoni.town.places.importing.specs import Spec

if TYPE_CHECKING:
    from tomoni.town.places.importing.reading import Cells


def category_of(cells: "Cells", spec: Spec, hint: str) -> str:
    """The class column decides first, then the file's name, then words in the place's name.

    The words are tried in the order of the specification, the more special one first;
    `-` says that the taxonomy has no word for it.
    """
    told = cells.text(spec.category_field) if spec.category_field in cells.at else ""
    for text in (told, hint, cells.text("name")):
        if not text:
            continue
        for word, category in spec.categories.items():
            if word in text:
                return category.strip("-")
    return spec.category
