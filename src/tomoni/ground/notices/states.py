"""The ways of a delivery as data; actions move whole heaps of rows along them at once."""

from tomoni.core.states import Step

CLAIM = Step.of({"ready"}, "sending", "notices.claimed")
SEND = Step.of({"sending"}, "sent", "notices.sent")
GIVE_BACK = Step.of({"sending"}, "ready", "notices.given_back")
FAIL = Step.of({"sending", "ready"}, "failed", "notices.failed")
BOUNCE = Step.of({"sent"}, "bounced", "notices.bounced")
COLLECT = Step.of({"ready"}, "collected", "notices.collected")
PRINT = Step.of({"ready"}, "printed", "notices.printed")
POST = Step.of({"printed"}, "sent", "notices.posted")
UNPRINT = Step.of({"printed"}, "ready", "notices.print_taken_back")
WITHDRAW = Step.of({"ready"}, "withdrawn", "notices.withdrawn")
