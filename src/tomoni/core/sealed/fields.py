"""The field kinds; what stands in the row's memory before a value is asked for is `Sealed`."""

import json
from typing import Any
from uuid import UUID

from django.core import checks
from django.db import models
from django.db.models.lookups import In
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from tomoni.core import keyring
from tomoni.core.sealed import crypto
from tomoni.core.sealed.crypto import SHOWN


class NotWhileSealed(TypeError):
    """Something was asked of a sealed field that only a plain one can do."""


class Sealed:
    """A value as it came from the database; nothing about it can be seen."""

    __slots__ = ("blob",)

    def __init__(self, blob: bytes) -> None:
        self.blob = bytes(blob)

    def __repr__(self) -> str:
        return SHOWN

    __str__ = __repr__


class SealedAttribute(DeferredAttribute):
    """Opens the value when the row is asked for it, and not before."""

    field: Any

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        value = instance.__dict__.get(self.field.attname, self) if instance else self
        if value is self:  # Not read yet, or asked of the class.
            value = super().__get__(instance, owner)
        if isinstance(value, Sealed):
            value = self.field.opened(instance, value)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        """Without this the row's own memory would answer before `__get__` is asked."""
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """What the two kinds share.

    Args:
        bound_to: `app.Model.field` at the time of the first sealing, once the model or the field
            has been renamed; values stay bound to their first name.
    """

    descriptor_class = SealedAttribute
    db_index: bool
    empty_values = [None]

    def __init__(self, *args: Any, bound_to: str = "", **kwargs: Any) -> None:
        kwargs["editable"] = False  # Never in a form by itself; a view asks for it by name.
        self.bound_to = bound_to
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        if self.bound_to:
            kwargs["bound_to"] = self.bound_to
        return name, f"tomoni.core.sealed.{type(self).__name__}", args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        key: Any = self.model._meta.pk
        while key.is_relation:
            key = key.target_field
        if not isinstance(key, models.UUIDField):
            found.append(
                checks.Error(
                    "A sealed field needs a UUID primary key made by the client: the key is "
                    "part of what is authenticated, before the row is written.",
                    obj=self,
                    id="core.E001",
                )
            )
        if self.unique or self.db_index:
            found.append(
                checks.Error(
                    "A sealed field cannot be indexed; use a BlindIndexField.",
                    obj=self,
                    id="core.E002",
                )
            )
        return found

    def place(self, pk: Any) -> str:
        """What a value is bound to."""
        if pk is None:
            raise NotWhileSealed("a sealed field needs a primary key made by the client")
        return f"{self._bound}:{pk if isinstance(pk, UUID) else UUID(str(pk))}"

    @cached_property
    def _bound(self) -> str:
        return self.bound_to or f"{self.model._meta.label}.{self.name}"

    def opened(self, instance: Any, value: Sealed) -> Any:
        return self.from_bytes(crypto.unseal(value.blob, self.place(instance.pk)))

    def sealed(self, value: Any, pk: Any) -> Sealed:
        return Sealed(crypto.seal(self.to_bytes(value), self.place(pk)))

    def to_bytes(self, value: Any) -> bytes:
        raise NotImplementedError

    def from_bytes(self, plain: bytes) -> Any:
        raise NotImplementedError

    def pre_save(self, model_instance: Any, add: bool) -> Sealed | None:
        value = model_instance.__dict__.get(self.attname)
        if value is None:
            return None
        if isinstance(value, Sealed):
            if add:  # A copy of another row would not open in its new place.
                self.opened(model_instance, value)
            return value
        return self.sealed(value, model_instance.pk)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise NotWhileSealed(
                f"{self.model._meta.label}.{self.name} is sealed row by row: write it with save() "
                "or bulk_create(), not with update() or bulk_update()"
            )
        return connection.Database.Binary(value.blob)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise NotWhileSealed(
            f"{self.model._meta.label}.{self.name} is sealed and cannot be searched or compared "
            f"({lookup_name}); filter on a BlindIndexField"
        )

    def get_transform(self, name: str) -> Any:
        return self.get_lookup(name)

    def value_from_object(self, obj: models.Model) -> str | None:
        """What forms, serialisers and the admin get."""
        return None if obj.__dict__.get(self.attname, SHOWN) is None else SHOWN

    def value_to_string(self, obj: models.Model) -> str:
        return self.value_from_object(obj) or ""

    def to_python(self, value: Any) -> Any:
        return value


class SealedTextField(SealedField):
    """Text. NULL is nothing said, an empty text is sealed like any other."""

    def get_default(self) -> Any:
        default = super().get_default()
        return "" if default == b"" else default

    def to_bytes(self, value: Any) -> bytes:
        return str(value).encode()

    def from_bytes(self, plain: bytes) -> str:
        return plain.decode()


class SealedJSONField(SealedField):
    """Anything JSON can hold."""

    def get_default(self) -> Any:
        return self.default() if self.has_default() and callable(self.default) else None

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def from_bytes(self, plain: bytes) -> Any:
        return json.loads(plain)


class BlindIndexField(models.BinaryField):  # type: ignore[type-arg]
    """Finds rows whose sealed field equals a value: `.filter(phone_index="0134-32-4111")`.

    Whoever reads the database learns which rows hold equal values and nothing more, so keep
    none for fields with few possible values, such as yes and no.

    Args:
        source: The sealed field's name on the same model.
        normalise: `exact`, `text` (width, case and spaces do not count) or `digits`.
    """

    db_index: bool

    def __init__(self, source: str = "", *, normalise: str = "text", **kwargs: Any) -> None:
        self.source, self.normalise = source, normalise
        kwargs |= {"editable": False, "null": True, "max_length": 36}
        kwargs.setdefault("db_index", True)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, _path, _args, kwargs = super().deconstruct()
        for each in ("editable", "null", "max_length"):
            kwargs.pop(each, None)
        kwargs |= {"source": self.source, "normalise": self.normalise, "db_index": self.db_index}
        return name, "tomoni.core.sealed.BlindIndexField", [], kwargs

    @property
    def place(self) -> str:
        field = self.model._meta.get_field(self.source)
        return getattr(field, "bound_to", "") or f"{self.model._meta.label}.{self.source}"

    def token(self, value: Any) -> bytes | None:
        """Nothing and an empty text have no token: many people have no telephone."""
        plain = crypto.NORMAL[self.normalise](str(value)) if value is not None else ""
        if not plain:
            return None
        return crypto.token(plain, self.place, keyring.ring().current("index"))

    def pre_save(self, model_instance: Any, add: bool) -> bytes | None:
        found = self.token(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, found)
        return found

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        if lookup_name == "exact":
            return BlindMatch
        raise NotWhileSealed(f"a blind index knows only what is equal, not {lookup_name}")

    def value_to_string(self, obj: models.Model) -> str:
        return SHOWN


class BlindMatch(In):
    """Equal under any key of the ring."""

    lookup_name = "exact"

    def __init__(self, lhs: Any, rhs: Any) -> None:
        field = lhs.output_field
        plain = crypto.NORMAL[field.normalise](str(rhs)) if rhs is not None else ""
        # An empty question fits no row: rows without a value have no token.
        super().__init__(lhs, crypto.tokens(plain, field.place) if plain else [])


def hidden(model: Any) -> set[str]:
    """The fields of a model whose values nobody but the row's own page may show."""
    return {
        name
        for field in model._meta.concrete_fields
        if isinstance(field, SealedField | BlindIndexField)
        for name in (field.name, field.attname)
    }


def missing_source(model: Any) -> str:
    """For the checks: a blind index whose source is not a sealed field of the model."""
    names = {f.name for f in model._meta.concrete_fields if isinstance(f, SealedField)}
    for field in model._meta.concrete_fields:
        if isinstance(field, BlindIndexField) and field.source not in names:
            return _("%(field)s の元の項目がありません。") % {"field": field}
    return ""
