"""Fields whose values the database never sees: sealed with a key that lies outside of it.

    class Case(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid4)
        story = SealedTextField(_("お話"), null=True)
        phone = SealedTextField(_("電話番号"))
        phone_index = BlindIndexField("phone", normalise="digits")

A value is bound to its row and field: moved elsewhere, altered, or under another key it raises
`SealBroken`, and nobody is ever handed ciphertext. Only the row itself opens a value
(`case.story`); `values()`, serialisers, forms, the admin and the audit show `（封）`. To find rows
by a sealed value, keep a `BlindIndexField` and filter on that. Write through `save()` and
`bulk_create()`; `update()` and `bulk_update()` do not know the row and are refused.
"""

from tomoni.core.sealed.crypto import SHOWN, SealBroken
from tomoni.core.sealed.fields import BlindIndexField, SealedJSONField, SealedTextField, hidden

__all__ = [
    "SHOWN",
    "BlindIndexField",
    "SealBroken",
    "SealedJSONField",
    "SealedTextField",
    "hidden",
]
