"""Field kinds that Django does not have and every room may use."""

import json
from typing import Any

from django.db import models


class JSONText(models.TextField):  # type: ignore[type-arg]
    """A JSON value kept letter for letter as text, the same on both databases.

    PostgreSQL's own JSON type writes numbers and the order of keys in its own way, so that a
    hash over what was handed in would not fit what comes out.
    """

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str | None:
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def to_python(self, value: Any) -> Any:
        """What a form or a fixture brings: text is JSON, everything else is the value."""
        return json.loads(value) if isinstance(value, str) else value
