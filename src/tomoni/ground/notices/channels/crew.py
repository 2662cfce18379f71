"""Several conversations with the mail server in one thread, which never touches the database."""

import contextlib
import queue
import re
import selectors
import smtplib
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from tomoni.core import worker
from tomoni.ground.notices import rules
from tomoni.ground.notices.channels import Answer, Parcel
from tomoni.ground.notices.channels.journal import Journal
from tomoni.ground.notices.channels.smtp import Conversation, Said

_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
LOOK_EVERY = 0.5  # Seconds between two looks for conversations that take too long.
BROKEN = (OSError, smtplib.SMTPException)


class Answers:
    """The answers of one heap, handed over when the last has come.

    Whoever waits is woken once: woken for each mail, the two threads stood in each other's way for
    a third of the time of sending.
    """

    def __init__(self, awaited: int) -> None:
        self._left, self._found = awaited, list[tuple[Parcel, Answer]]()
        self._complete = threading.Event()

    def put(self, answer: tuple[Parcel, Answer]) -> None:
        self._found.append(answer)
        self._left -= 1
        if not self._left:
            self._complete.set()

    def all(self) -> list[tuple[Parcel, Answer]]:
        self._complete.wait()
        return self._found


@dataclass
class Task:
    """One mail to be handed over: how to build it, and where to note it."""

    parcel: Parcel
    at: datetime
    journal: Journal
    answers: "Answers"
    handed: bool = False

    def handing(self) -> None:
        self.journal.handing(str(self.parcel.id))  # A full disk: then nothing is handed over.
        self.handed = True


class Crew:
    """Takes heaps of tasks from `work`; each task knows where its answer goes.

    Once the mail server is shut, everything still waiting comes back untried.
    """

    def __init__(
        self,
        size: int,
        build: Callable[[Parcel, datetime], bytes],
        sender_of: Callable[[Parcel], str],
    ) -> None:
        self.work: queue.SimpleQueue[list[Task] | None] = queue.SimpleQueue()
        self._waiting: deque[Task] = deque()
        self.shut = False
        self._size, self._build, self._sender_of = size, build, sender_of
        self._idle: list[Conversation] = []
        self._busy: dict[Conversation, Task] = {}
        self._ended = False
        self._look_at = 0.0
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self.work.put(None)
        self._thread.join(settings.EMAIL_TIMEOUT + 5)

    def _run(self) -> None:
        self._selector = selectors.DefaultSelector()
        while not (self._ended and not self._busy):
            self._hand_out()
            if self._busy:
                self._listen()
        for talk in self._idle:
            talk.close()
        self._selector.close()

    def _hand_out(self) -> None:
        """Give a task to everybody who is free; wait for one only when nobody is busy."""
        while not self._ended and len(self._busy) < self._size:
            if not self._waiting:
                try:
                    heap = self.work.get(block=not self._busy)
                except queue.Empty:
                    return
                if heap is None:
                    self._ended = True
                    return
                self._waiting.extend(heap)
                continue
            task = self._waiting.popleft()
            if self.shut or worker.stopping():
                task.answers.put((task.parcel, Answer(rules.UNSENT)))
            else:
                self._begin(task)

    def _begin(self, task: Task) -> None:
        try:
            data = self._build(task.parcel, task.at)
        except Exception as problem:  # Words no mail can hold; the others must still go.
            task.answers.put((task.parcel, Answer(rules.HARD, f"{type(problem).__name__}")))
            return
        try:
            talk = self._idle.pop() if self._idle else self._open()
        except BROKEN as problem:
            self._could_not_open(task, problem)
            return
        try:
            sender = self._sender_of(task.parcel)
            talk.begin(sender, task.parcel.address, data, task.handing)
        except BROKEN as problem:
            self._broke(talk, task, problem)
        else:
            self._busy[talk] = task

    def _open(self) -> Conversation:
        talk = Conversation()
        self._selector.register(talk.socket, selectors.EVENT_READ, talk)
        return talk

    def _could_not_open(self, task: Task, problem: Exception) -> None:
        """With others talking, the server only wants fewer of us; alone, it is shut."""
        if self._busy:
            self._size = len(self._busy)
            task.answers.put((task.parcel, Answer(rules.UNSENT)))
            return
        self.shut = True
        said = rules.without_addresses(f"{type(problem).__name__}: {problem}", task.parcel.address)
        task.answers.put((task.parcel, Answer(rules.TROUBLE, said)))

    def _listen(self) -> None:
        heard = self._selector.select(timeout=LOOK_EVERY)
        for key, _events in heard:
            talk: Conversation = key.data
            task = self._busy.get(talk)
            if task is None:  # An idle one was closed by the server.
                self._forget(talk)
                continue
            try:
                said = talk.hear()
            except BROKEN as problem:
                self._broke(talk, task, problem)
                continue
            if said is not None:
                self._settled(talk, task, said)
        # Also while others talk, and while one sends a letter of its answer now and then.
        now = time.monotonic()
        if now >= self._look_at:
            self._look_at = now + LOOK_EVERY
            for talk, task in list(self._busy.items()):
                if now > talk.deadline:
                    self._broke(talk, task, TimeoutError("no answer in time"))

    def _settled(self, talk: Conversation, task: Task, said: Said) -> None:
        del self._busy[talk]
        if task.handed:
            # With a full disk the database will still learn of it; only a kill meanwhile
            # would make this mail an unclear one.
            with contextlib.suppress(OSError):
                task.journal.answered(str(task.parcel.id), said.code)
        outcome = rules.meaning_of_smtp(said.code)
        if outcome == rules.TROUBLE:
            self._forget(talk)
            self.shut = True
        else:
            self._idle.append(talk)
        status = _ENHANCED.search(said.words)
        bad = outcome == rules.HARD and (
            rules.is_bad_address(status[1])
            if status
            else said.of_address and said.code in {550, 553}
        )
        words = rules.without_addresses(f"{said.code} {said.words}", task.parcel.address)
        task.answers.put((task.parcel, Answer(outcome, words, bad_address=bad)))

    def _broke(self, talk: Conversation, task: Task, problem: Exception) -> None:
        self._busy.pop(talk, None)
        self._forget(talk)
        said = rules.without_addresses(f"{type(problem).__name__}: {problem}", task.parcel.address)
        if task.handed:
            task.answers.put((task.parcel, Answer(rules.UNCLEAR, said)))
            return
        self.shut = True
        task.answers.put((task.parcel, Answer(rules.TROUBLE, said)))

    def _forget(self, talk: Conversation) -> None:
        if talk in self._idle:
            self._idle.remove(talk)
        self._selector.unregister(talk.socket)
        talk.drop()
