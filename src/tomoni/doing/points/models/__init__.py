"""Schemes and their dated rules, accounts, the ledger, and what was counted for whom."""

from tomoni.doing.points.models.accounts import Account, Closing
from tomoni.doing.points.models.ledger import Earning, Transfer
from tomoni.doing.points.models.schemes import Ruling, Scheme

__all__ = ["Account", "Closing", "Earning", "Ruling", "Scheme", "Transfer"]
