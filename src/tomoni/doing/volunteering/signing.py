"""The public halves of the keys that sign certificates, for the page, the paper and the command."""

from tomoni.core.signed import public_keys

__all__ = ["public_keys"]
