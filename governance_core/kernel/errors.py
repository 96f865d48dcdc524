"""Refusals: how the core says no, in words a member can act on.

Refusal
├── NotAllowed      the person lacks the seat; says who can
├── Unlinked        the account belongs to nobody yet; says how to link it
│   └── Outsider    the same, of a guest's, a bot's or another workspace's account; says why it does not count
├── NotSetUp        there is no circle at all yet; says who can change that
├── NobodysAccount  the account somebody was asked about belongs to nobody
├── Unknown         no such thing here (also said of private things, to outsiders)
├── Stale           the text changed since the person saw it
├── Closed          it ended; says how
├── Invalid         what was typed cannot be used; names the field
├── NothingToPick   what has to be picked from is empty for this person
└── Busy            the store or a platform cannot answer now; nothing was done
"""

from typing import Any, ClassVar


class Refusal(Exception):
    """No, with what, why and what to do next. `template` is the sentence, `fields` fill its {gaps}.

    `field` names the question a form should mark; `shows` holds card blocks of the answer (a diff, buttons).
    `whatever_is_typed` says that no other answers would change it: a form does not open to end in this.
    """

    template: ClassVar[str] = "That is not possible."
    code: ClassVar[str] = "refused"
    whatever_is_typed: ClassVar[bool] = False

    def __init__(self, *, field: str | None = None, shows: tuple[object, ...] = (), **fields: Any) -> None:
        super().__init__(self.template)
        self.field = field
        self.shows = shows
        self.fields = fields

    def __str__(self) -> str:
        try:
            return self.template.format(**self.fields)
        except (KeyError, IndexError):  # a template is prose; a missing gap must not hide the refusal
            return self.template


class NotAllowed(Refusal):
    """The rules give this to somebody else."""

    code = "not_allowed"
    whatever_is_typed = True
    template = "Only {who} can {do}. {next}"


class Unlinked(Refusal):
    """The account is not linked to a person."""

    code = "unlinked"
    template = (
        "This {platform} account is not linked to a member yet, so nothing was recorded. "
        "If you are a member: use /me link on an account that is linked already, then /me link code:… here. "
        "If you are new: ask {admins} to add you."
    )


class Outsider(Unlinked):
    """The account is not linked to a person, and it is of a kind that no seat goes with by itself."""

    code = "outsider"
    template = "This {platform} account {whose}, so nothing was recorded. {next}"


class NotSetUp(Refusal):
    """The organisation has no circle yet, so nobody can do anything in it."""

    code = "not_set_up"
    template = (
        "Nothing is set up here yet, so nothing was recorded. "
        "Somebody who may manage this server can change that with /governance setup."
    )


class NobodysAccount(Refusal):
    """Somebody was pointed at who is no member, as far as the organisation knows."""

    code = "nobodys_account"
    template = (
        "This {platform} account is nobody's here, so no seat goes with it. If it is a member's, they link it: "
        "/me link on an account that is linked already, then /me link code:… on this one. "
        "Somebody new: ask {admins} to add them."
    )


class Unknown(Refusal):
    """There is no such thing here, or the person may not know that there is."""

    code = "unknown"
    template = "There is no {what} here.{hint}"


class Stale(Refusal):
    """Seen at one version, pressed at another."""

    code = "stale"
    template = (
        "{ref} is now version {current} (you saw version {seen}), so nothing was recorded. "
        "Here is what changed; answer again below."
    )


class Closed(Refusal):
    """It has ended."""

    code = "closed"
    whatever_is_typed = True
    template = "{ref} is closed: {outcome}. {next}"


class Invalid(Refusal):
    """Something typed cannot be used; `field` says what."""

    code = "invalid"
    template = "{problem} {fix}"


class NothingToPick(Refusal):
    """A form would ask to pick one of nothing; `field` says what."""

    code = "nothing_to_pick"
    template = "{why}"


class Busy(Refusal):
    """Nothing was done because a part of the system could not answer in time."""

    code = "busy"
    template = "The {what} cannot answer just now, so nothing was recorded. Try again in a moment. {detail}"
