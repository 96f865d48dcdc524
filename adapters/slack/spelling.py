"""Spells commands in sentences of ours as they are typed on Slack: `/me inbox` stands behind `/gov` there."""

import re
from collections.abc import Callable
from dataclasses import replace

from adapters.slack.commands import Grammar
from governance_core.cards.card import Block, Card, Entry, Listing, Note, Paragraph
from governance_core.cards.form import Ask, Asked
from governance_core.cards.spans import with_words, words_of
from governance_core.cards.text import Bold, Span, Text

Spelling = Callable[[str], str]
HELP = "help"
"""The card whose lists hold no words of members."""


def as_it_is(words: str) -> str:
    """Commands are typed as the core spells them."""
    return words


def spelling_of(grammar: Grammar) -> Spelling:
    """How the commands of an app are typed."""
    nouns = sorted({path.split()[0] for path in grammar.features.by_path}, key=len, reverse=True)
    commands = re.compile(rf"(?<![\w/.:-])/({'|'.join(map(re.escape, nouns))})(?![\w/-])")

    def typed(found: re.Match[str]) -> str:
        behind = "" if found[1] in grammar.own else f"{grammar.rest} "
        return f"/{grammar.prefix}{behind}{found[1]}"

    return lambda words: commands.sub(typed, words)


def respelled(card: Card, spelling: Spelling) -> Card:
    """The card with the commands in its sentences as they are typed; quotes and the lines of lists stay as they are."""
    blocks = tuple(_block(block, spelling, card.ref == HELP) for block in card.blocks)
    return replace(card, blocks=blocks, summary=_text(card.summary, spelling))


def asked_as_typed(asked: Ask, spelling: Spelling) -> Ask:
    """What is asked, with the commands in its sentences as they are typed; what somebody typed stays as it is."""
    questions = tuple(_question(one, spelling) for one in asked.questions)
    return replace(asked, questions=questions, intro=_text(asked.intro, spelling))


def _question(one: Asked, spelling: Spelling) -> Asked:
    question = replace(one.question, help=spelling(one.question.help))
    return replace(one, question=question, complaint=spelling(one.complaint))


def _block(block: Block, spelling: Spelling, is_help: bool) -> Block:
    match block:
        case Paragraph(text) | Note(text):
            return replace(block, text=_text(text, spelling))
        case Listing():
            entries = tuple(_entry(one, spelling) for one in block.entries) if is_help else block.entries
            return replace(block, empty=spelling(block.empty), entries=entries)
        case _:
            return block


def _entry(entry: Entry, spelling: Spelling) -> Entry:
    return replace(entry, text=_text(entry.text, spelling))


def _text(text: Text, spelling: Spelling) -> Text:
    return tuple(_span(span, spelling) for span in text)


def _span(span: Span, spelling: Spelling) -> Span:
    return with_words(span, spelling(words_of(span))) if isinstance(span, str | Bold) else span
