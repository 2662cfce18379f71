"""Schemes and their dated rules, accounts, the ledger, what was counted, and what is paid."""

from tomoni.doing.points.models.accounts import Account, Closing
from tomoni.doing.points.models.claims import BankFile, Claim, Payee, Payment
from tomoni.doing.points.models.ledger import Earning, Transfer
from tomoni.doing.points.models.schemes import Ruling, Scheme

__all__ = [
    "Account",
    "BankFile",
    "Claim",
    "Closing",
    "Earning",
    "Payee",
    "Payment",
    "Ruling",
    "Scheme",
    "Transfer",
]
