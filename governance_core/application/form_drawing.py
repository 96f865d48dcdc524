"""How a form is drawn from what was given: what it asks, what stands there already, what it carries unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from governance_core.application.given import Given, is_asked, is_settled, questions, required
from governance_core.cards.form import Ask, Asked, Choice, Hidden
from governance_core.feature import Features
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Message
from governance_core.ports import Reader


def drawn(
    message: type[Message],
    given: Sequence[Given],
    raw: Mapping[str, str],
    filled: Mapping[str, str],
    reader: Reader,
) -> Ask:
    """The form of what is shown; what it carries unseen goes with it."""
    shown = [g for g in given if not isinstance(g.question.kind, Hidden)]
    shown = [g for g in shown if is_asked(g.question, raw) and (g.question.form or g.complaint or g.missing)]
    asked = [
        Asked(
            name=g.field.name,
            question=g.question,
            required=required(g.field, g.question),
            value=g.typed or filled.get(g.field.name, "") or g.question.usual,
            complaint=g.complaint,
            read_as=g.read_as,
        )
        for g in shown
        if g.complaint or g.missing or not (g.typed and is_settled(g.question.kind, given))
    ]
    names = {one.name for one in asked}
    known = questions(message)
    of_use = {k: v for k, v in filled.items() if k in known and is_asked(known[k], raw)}
    kept = {k: v for k, v in {**of_use, **raw}.items() if k not in names}
    carried = tuple((name, value) for name, value in kept.items() if name in known and value)
    title = message.spec.title or message.spec.summary
    return Ask(message.spec.kind, title, tuple(asked), carried, message.spec.submit, reader.chance.key())


def only_offered(form: Ask, given: Sequence[Given], reader: Reader, features: Features) -> Ask:
    """The form without the options that the item it is about does not offer."""
    stream = next((StreamId(one.value) for one in given if one.field.name == "id" and one.value), None)
    feature = features.of_stream(stream) if stream else None
    if stream is None or feature is None:
        return form
    withheld = feature.withholds(form.kind, reader.state(stream))
    return replace(form, questions=tuple(_less(one, withheld.get(one.name, frozenset())) for one in form.questions))


def _less(asked: Asked, withheld: frozenset[str]) -> Asked:
    kind = asked.question.kind
    if not withheld or not isinstance(kind, Choice):
        return asked
    left = Choice(tuple(one for one in kind.options if one.value not in withheld))
    value = left.options[0].value if asked.value in withheld and left.options else asked.value
    return replace(asked, question=replace(asked.question, kind=left), value=value)
