"""Who is told what became of a matter, and how they want to hear it."""

import unicodedata
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.codes import read_postcode
from tomoni.core.errors import Refused
from tomoni.core.phones import read_phone
from tomoni.ground.batons.models import Baton, Party
from tomoni.ground.people.models import Person


@transaction.atomic
def add_party(
    *,
    baton: Baton,
    by: Any,
    at: datetime,
    part: str = Party.Part.SENDER,
    user: Any = None,
    name: str = "",
    email: str = "",
    phone: str = "",
    postcode: str = "",
    address: str = "",
    language: str = "ja",
) -> Party:
    """Somebody wants to hear what becomes of it; written as people type it.

    Raises:
        Refused: for a letter without a name or an address, or a mail address that is none.
    """
    email, phone = email.strip(), _telephone(phone)
    address = " ".join(unicodedata.normalize("NFKC", address).split())
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Refused(
                _("メールアドレスの形を確かめてください。例: haru@example.jp"), field="email"
            ) from None
    if address and not name.strip():
        raise Refused(_("手紙の宛名になるお名前も書いてください。"), field="name")
    read = read_postcode(postcode)
    if read.problem:
        raise Refused(read.problem, field="postcode")
    code = f"{read.value[:3]}-{read.value[3:]}" if read.value else ""
    made = Party.objects.create(
        baton=baton,
        part=part,
        user=user if getattr(user, "pk", None) else None,
        person=Person.objects.filter(user=user).first() if getattr(user, "pk", None) else None,
        name=name.strip()[:100],
        email=email,
        phone=phone,
        postcode=code,
        address=address[:300],
        language=language,
        added_at=at,
    )
    audit.record("batons.party_added", baton, by=by, at=at)
    return made


def add_sender(
    baton: Baton,
    *,
    by: Any,
    at: datetime,
    contact: str = "",
    name: str = "",
    postcode: str = "",
    address: str = "",
    language: str = "ja",
) -> Party | None:
    """Keep how the sender wants to hear of it, if they said so."""
    contact = unicodedata.normalize("NFKC", contact).strip()
    if not (contact or address.strip() or getattr(by, "pk", None)):
        return None
    is_mail = "@" in contact
    try:
        return add_party(
            baton=baton, by=by, at=at, user=by, name=name, language=language,
            email=contact if is_mail else "",
            phone="" if is_mail else contact,
            postcode=postcode, address=address,
        )  # fmt: skip
    except Refused as no:
        raise Refused(no.sentence, field="contact" if no.field == "email" else no.field) from None


def _telephone(text: str) -> str:
    read = read_phone(text)
    return read.value.number[:20] if read.value else ""
