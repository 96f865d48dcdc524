"""Which account is whose: added by the config, linked by a code from another account, taken off again."""

import hashlib

from governance_core.cards.text import Mention
from governance_core.kernel.errors import NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import PersonId, Via
from governance_core.kernel.message import Event
from governance_core.people.arriving import merged
from governance_core.people.events import AccountLinked, AccountUnlinked, LinkClaimed, LinkMistyped, LinkOffered
from governance_core.people.guards import PeopleFacts, member
from governance_core.people.messages import AddAccount
from governance_core.people.model import CODE_LIFE, CODE_TRIES, CONSOLE, LinkCode, People, account_key


class TooManyTries(Refusal):
    """Five wrong codes in ten minutes."""

    code = "too_many_tries"
    template = "That was the fifth wrong code. Wait until {until}, then ask for a new one with /me link."


class NotThatAccount(Refusal):
    """The account cannot be linked as asked."""

    code = "account_taken"
    template = "This {platform} account already belongs to {owner}. {next}"


class OneAccountEach(Refusal):
    """A person has one account on each platform."""

    code = "one_account_each"
    template = (
        "{owner} has another {platform} account linked already, and a person has one on each platform. "
        "They can take that one off with /me unlink platform:{platform}."
    )


def code_digest(code: str) -> str:
    """What is kept of a code: spaces, hyphens and case do not matter."""
    plain = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def add_account(command: AddAccount, state: People) -> tuple[Event, ...]:
    """The config says whose an account is. Raises NotThatAccount where it is somebody else's."""
    person = member(command.person, state)
    owner = state.owners.get(account_key(command.platform, command.account))
    if owner == person.id:
        return ()
    if owner is not None and not state.persons[owner].came_by:
        raise NotThatAccount(
            platform=command.platform, owner=Mention(owner), next="Take it off them first: one account is one person's."
        )
    linked = AccountLinked(person=person.id, platform=command.platform, account=command.account)
    had_one = command.platform in person.accounts
    unlinked = (AccountUnlinked(person=person.id, platform=command.platform),) if had_one else ()
    return (*merged(owner, person.id), *unlinked, linked)


def unlink(person: PersonId, platform: str, state: People) -> tuple[Event, ...]:
    """The account is free from now on. Raises Unknown where there is none."""
    known = state.present(person)
    if known is None or platform not in known.accounts:
        raise Unknown(what=f"account of yours on {platform}", hint=" Your accounts are listed by /me show.")
    return (AccountUnlinked(person=person, platform=platform),)


def offer_code(facts: PeopleFacts) -> tuple[Event, ...]:
    """A code is shown, to be typed on the account that is to be added."""
    platform = facts.by.via.platform if facts.by.via else CONSOLE
    digest = code_digest(facts.fresh_code)
    return (LinkOffered(person=facts.me, platform=platform, digest=digest, expires=facts.now + CODE_LIFE),)


def type_code(typed: str | None, state: People, facts: PeopleFacts) -> tuple[Event, ...]:
    """An account typed a code. Raises NotThatAccount, OneAccountEach, or TooManyTries after wrong ones."""
    via = facts.by.via
    digest = code_digest(typed or "")
    if via is None or not (facts.by.person is None or _may_move(facts.by.person, via, digest, state)):
        owner = Mention(facts.by.person) if facts.by.person else "somebody"
        platform = via.platform if via else CONSOLE
        raise NotThatAccount(platform=platform, owner=owner, next=_other_way(digest, state))
    tries = state.tries.get(account_key(via.platform, via.account))
    if tries and tries.count >= CODE_TRIES and facts.now < tries.since + CODE_LIFE:
        from_now_on = f"{tries.since + CODE_LIFE:%H:%M} UTC"
        raise TooManyTries(until=from_now_on)
    code = state.codes.get(digest)
    if code is None or code.claimed_by or facts.now >= code.expires:
        return (LinkMistyped(platform=via.platform, account=via.account, at=facts.now),)
    if via.platform in state.persons[code.person].accounts:
        raise OneAccountEach(platform=via.platform, owner=Mention(code.person))
    return (LinkClaimed(person=code.person, digest=digest, platform=via.platform, account=via.account),)


def _may_move(person: PersonId, via: Via, digest: str, state: People) -> bool:
    """Whether the account that typed a code may become another's: only that of somebody who was made from one."""
    code = state.codes.get(digest)
    theirs = state.persons[person].accounts.get(via.platform) == via.account
    return bool(state.persons[person].came_by) and theirs and (code is None or code.person != person)


def _other_way(digest: str, state: People) -> str:
    code = state.codes.get(digest)
    if code is not None and state.persons[code.person].came_by:
        return "Ask for a code here with /me link, and type it where this one was shown."
    return "Type the code on the account that is to be added."


def claimed_code(digest: str, state: People, facts: PeopleFacts) -> LinkCode:
    """The code that waits for the word of whoever it was shown to. Raises Unknown or NotAllowed."""
    code = state.codes.get(digest)
    if code is None or code.person != facts.by.person or not code.claimed_by or facts.now >= code.expires:
        raise Unknown(
            what="link waiting for you", hint=" Codes last ten minutes and work once; /me link gives a new one."
        )
    here = facts.by.via.platform if facts.by.via else CONSOLE
    if here != code.platform:
        raise NotAllowed(
            who=f"your {code.platform} account", do="confirm this", next="Press it where the code was shown."
        )
    return code


def confirm(digest: str, state: People, facts: PeopleFacts) -> tuple[Event, ...]:
    """The account is the person's. Raises as `claimed_code`, NotThatAccount or OneAccountEach."""
    code = claimed_code(digest, state, facts)
    owner = state.owners.get(account_key(code.claimed_on, code.claimed_by))
    if owner is not None and not state.persons[owner].came_by:
        raise NotThatAccount(platform=code.claimed_on, owner=Mention(owner), next="Nothing was linked; ask an admin.")
    if code.claimed_on in state.persons[code.person].accounts:
        raise OneAccountEach(platform=code.claimed_on, owner=Mention(code.person))
    linked = AccountLinked(person=code.person, platform=code.claimed_on, by_code=True, account=code.claimed_by)
    return (*merged(owner, code.person), linked)
