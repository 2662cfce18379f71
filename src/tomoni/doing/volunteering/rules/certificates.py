"""The facts of a certificate of hours as signed bytes; how is the same in every room (core/signed.py)."""

from tomoni.core.signed import MARK, Unreadable, carried, is_signed, plain, read

__all__ = ["MARK", "Unreadable", "carried", "is_signed", "plain", "read"]
