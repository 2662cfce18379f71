"""How residents reach a service; the numbers for professionals never leave the house."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tomoni.api.hsds.ids import derived
from tomoni.api.hsds.shape import Document, doc, language, lines, own
from tomoni.ground.people.models import Organisation
from tomoni.town.places.models import Contact, Listing, ListingLanguage
from tomoni.town.places.rules import languages as spoken

LANGUAGE_NAMES = {
    "ja": "日本語", "en": "英語", "zh": "中国語", "ko": "韓国語", "ru": "ロシア語",
    "vi": "ベトナム語", "ne": "ネパール語", "id": "インドネシア語", "my": "ミャンマー語",
    "th": "タイ語", "fil": "フィリピノ語", "tl": "タガログ語", "pt": "ポルトガル語",
    "es": "スペイン語", "fr": "フランス語", "de": "ドイツ語", "uk": "ウクライナ語",
    "jsl": "日本手話", "mn": "モンゴル語", "hi": "ヒンディー語", "bn": "ベンガル語",
}  # fmt: skip


def for_residents(listing: Listing) -> list[Contact]:
    return [c for c in listing.contacts.all() if c.audience == Contact.Audience.RESIDENT]


def contact(one: Contact) -> Document:
    return doc(
        id=derived("contact", one.listing_id, one.label, one.phone, one.email),
        name=own(one, "label"),
        email=one.email,
        phones=phones(one),
    )


def phones(one: Contact) -> list[Document]:
    """The voice and fax numbers of a contact."""
    found = []
    if one.phone:
        # HSDS knows an extension only as one number; others are said in words.
        number = int(one.extension) if one.extension.isascii() and one.extension.isdigit() else None
        words = (
            _("内線 %(number)s") % {"number": one.extension}
            if one.extension and number is None
            else ""
        )
        found.append(
            doc(
                id=derived("phone", one.listing_id, one.label, one.phone, one.extension),
                number=one.phone,
                extension=number,
                type="voice",
                description=lines(
                    words, own(one, "note"), one.url and _("フォーム %(url)s") % {"url": one.url}
                ),
            )
        )
    if one.fax:
        fax = derived("phone", one.listing_id, one.label, one.fax, "fax")
        found.append({"id": fax, "number": one.fax, "type": "fax"})
    return found


def languages(rows: Iterable[ListingLanguage]) -> list[Document]:
    return [
        doc(
            id=derived("language", row.listing_id, row.code),
            name=_spoken(row.code),
            code=row.code.split("-")[0].lower(),
            note=row.note,
        )
        for row in rows
    ]


def _spoken(code: str) -> str:
    if language() == "en":
        return spoken.name_of(code)
    return LANGUAGE_NAMES.get(code.split("-")[0].lower(), code)


def organisation_phones(body: Organisation) -> list[Document]:
    """The number of an office; an association's is often an officer's home, so it stays."""
    if not body.phone or body.kind == Organisation.Kind.NEIGHBOURHOOD:
        return []
    number = derived("phone", body.pk, body.phone)
    return [{"id": number, "number": body.phone, "type": "voice"}]
