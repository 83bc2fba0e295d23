"""What can be done with the chosen quote at the desk on the whole screen; a refusal is told, and nothing is lost."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from datetime import datetime

from textual.app import App
from textual.widgets import Static

from dealdesk.cli.deciding import headline, waiting
from dealdesk.cli.desk_screens import Confirm, Reason
from dealdesk.cli.table import text
from dealdesk.desk import approvals, following
from dealdesk.desk.approvals import Acted, Verdict
from dealdesk.errors import DealdeskError
from dealdesk.register import Register, Stored


class Acting(App[None]):
    """An app with a register and a chosen quote.  Whatever is done is done with the revision that was looked at.

    Args:
        register: The register that it works on.
        who: Who acts.
        clock: Returns the time.
    """

    def __init__(self, register: Register, who: str, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.register, self.who, self.clock = register, who, clock

    @property
    @abstractmethod
    def chosen(self) -> Stored | None:
        """The quote under the cursor."""

    @abstractmethod
    def action_reload(self) -> None:
        """Read the list again."""

    def say(self, message: str, *, wrong: bool = False) -> None:
        """Tell in the last line what happened."""
        self.query_one("#said", Static).update(text(message, "bold red" if wrong else "bold"))

    def action_submit(self) -> None:
        """Ask those who have to approve it."""

        def work(stored: Stored) -> str:
            at, revision = self.clock(), stored.revision
            return _told(approvals.submit(self.register, stored.number, actor=self.who, at=at, revision=revision))

        self._act(self.chosen, work)

    def action_approve(self) -> None:
        """Approve it, after a look at what that binds."""
        if (stored := self.chosen) is not None:
            question = f"Approve {stored.name} for {stored.customer}, {stored.net:,f} {stored.currency}?"
            self.push_screen(Confirm(question), lambda agreed: self._decide(stored, "approved") if agreed else None)

    def action_reject(self) -> None:
        """Say no, and why."""
        if (stored := self.chosen) is not None:
            question = f"Why is {stored.name} rejected?"
            self.push_screen(Reason(question), lambda why: self._decide(stored, "rejected", why) if why else None)

    def action_send(self) -> None:
        """Record that the customer has it."""

        def work(stored: Stored) -> str:
            following.send(self.register, stored.number, actor=self.who, at=self.clock(), revision=stored.revision)
            return f"{stored.number}: the customer has it"

        self._act(self.chosen, work)

    def _decide(self, stored: Stored, verdict: Verdict, reason: str | None = None) -> None:
        def work(stored: Stored) -> str:
            return _told(
                approvals.decide(
                    self.register,
                    stored.number,
                    verdict,
                    actor=self.who,
                    at=self.clock(),
                    reason=reason,
                    revision=stored.revision,
                )
            )

        self._act(stored, work)

    def _act(self, stored: Stored | None, work: Callable[[Stored], str]) -> None:
        if stored is None:
            self.say("no quote is chosen", wrong=True)
            return
        told = len(self.register.warnings)
        try:
            said, wrong = work(stored), False
        except DealdeskError as refused:
            said, wrong = str(refused), True
        self.say("\n".join([said, *self.register.warnings[told:]]), wrong=wrong)
        self.action_reload()


def _told(made: Acted) -> str:
    """Return what was done, and who has to decide next."""
    waits = ", ".join(waiting(made))
    return headline(made) + (f"; next: {waits}" if waits else "")
