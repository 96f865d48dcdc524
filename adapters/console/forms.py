"""A form in plain words: what it asks, what is filled in, what is wrong."""

from governance_core.cards.form import Accounts, Ask, Asked, Choice, Place, Several, Toggle
from governance_core.cards.plain import QUOTE_LIMIT, Viewer, plain_text, shortened, visible


def plain_form(ask: Ask, viewer: Viewer) -> str:
    """The whole form, a question a paragraph."""
    lines = [f"{ask.title} [form]"]
    if ask.intro:
        lines.append(plain_text(ask.intro, viewer))
    for asked in ask.questions:
        lines.extend(_question(asked))
    return "\n".join([*lines, f"[{ask.submit}]"])


def _question(asked: Asked) -> list[str]:
    words = [label_of(asked) + (" (needed)" if asked.required else " (optional)")]
    if help_of(asked):
        words.append(f" – {help_of(asked)}")
    if asked.value:
        words.append(f": {shortened(visible(asked.value), QUOTE_LIMIT)}")
    said = "Please check" if asked.read_as else "Not usable"
    return ["".join(words), *([f"  {said}: {visible(asked.complaint)}"] if asked.complaint else [])]


def label_of(asked: Asked) -> str:
    """What a question is called."""
    return asked.question.label or asked.name.replace("_", " ").capitalize()


def help_of(asked: Asked) -> str:
    """What helps to answer it, with the options where it is a choice."""
    match asked.question.kind:
        case Choice(options):
            known = " / ".join(option.value for option in options)
        case Several(options):
            known = ", ".join(option.value for option in options)
        case Toggle():
            known = "yes / no"
        case Place():
            known = "the name of a place"
        case Accounts(most):
            known = "names, with commas between" if most > 1 else "a name"
        case _:
            known = ""
    return " · ".join(part for part in (asked.question.help, known) if part)
