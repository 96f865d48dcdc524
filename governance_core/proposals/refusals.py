"""What is said where a proposal cannot be acted on as somebody wished, and what they can do instead."""

from governance_core.kernel.errors import Refusal


class JoinedLater(Refusal):
    """Default freeze: a joiner answers from the next version on (process.md, edge cases)."""

    code = "joined_later"
    whatever_is_typed = True
    template = (
        "The electorate of {ref} version {version} was fixed before you took your seat, so you cannot answer it. "
        "You can from the next version on; until then, say what you think where it is discussed."
    )


class NotYetElector(Refusal):
    """One person, one answer: whoever came by a role could be there twice (process.md, Settled)."""

    code = "not_yet_elector"
    whatever_is_typed = True
    template = (
        "You are a member of {circle} by {group}, and {circle} lives on {platforms}, where you might be somebody else "
        "already. You can take part from the next version on, once you link your other account with /me link, "
        "or once {who} says that you are a person of your own."
    )


class NothingToDecide(Refusal):
    """An electorate of nobody, or of the proposer alone (process.md, edge cases)."""

    code = "no_electors"
    template = "{circle} has nobody {besides} to consent, so the round cannot open. {next}"


class WrongStage(Refusal):
    """Another stage of the process is for this (process.md, rows 3 to 5)."""

    code = "wrong_stage"
    whatever_is_typed = True
    template = "{ref} is {at} now. {next}"


class StandAsideNotOffered(Refusal):
    """The circle's policy does not offer it."""

    code = "no_stand_aside"
    template = "Standing aside is not offered in this circle. Consent, consent with a concern, or object."


class NoOpenObjection(Refusal):
    """There is nothing to integrate."""

    code = "no_objection"
    whatever_is_typed = True
    template = "{ref} has no open objection{whose}. {next}"


class WhichOne(Refusal):
    """Several would fit."""

    code = "which_one"
    template = "{ref} has {count} {things}. Say which one: {choices}."


class PrivateOrigin(Refusal):
    """What was said in a private circle stays there."""

    code = "private_origin"
    template = (
        "{ref} belongs to a private circle, and forwarding would show what was said there. "
        "Its proposer can withdraw it and propose it anew in {circle}."
    )


class SaidByItem(Refusal):
    """What an item of another feature asks for is changed there, and this follows."""

    code = "said_by_item"
    template = (
        "{ref} decides {item} and says what that says, so nothing was recorded. "
        "{next} change or withdraw {item}, and {ref} follows by itself."
    )


class AsksForIt(Refusal):
    """Nobody decides about what they asked for (process.md, 4)."""

    code = "asks_for_it"
    template = (
        "You asked for what {ref} decides, so it is for the others to answer. "
        "You can say what you think where it is discussed, and change or withdraw {item}."
    )
