"""What people do with a baton. Every act is one transaction, one step and one audit row."""

from tomoni.ground.batons.actions.asking import answer, ask, unask
from tomoni.ground.batons.actions.closing import close, join, reopen, split
from tomoni.ground.batons.actions.handing import accept, assign, give_back, offer, take, withdraw
from tomoni.ground.batons.actions.opening import open_baton
from tomoni.ground.batons.actions.working import extend, note

__all__ = [
    "accept",
    "answer",
    "ask",
    "assign",
    "close",
    "extend",
    "give_back",
    "join",
    "note",
    "offer",
    "open_baton",
    "reopen",
    "split",
    "take",
    "unask",
    "withdraw",
]
