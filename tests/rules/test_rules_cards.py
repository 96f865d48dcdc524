"""A proposal's card at every stage, in plain words, with texts of any length and script."""

from collections.abc import Callable

import pytest

from governance_core.cards.card import Card, Heading
from governance_core.cards.plain import plain_card, plain_text
from governance_core.cards.text import Mention, text
from governance_core.cards.wire import decode, encode
from governance_core.kernel.ids import CLOCK, Actor, StreamId
from governance_core.proposals.cards import full_card, proposal_card, status_card
from governance_core.proposals.facilitating import facilitators
from governance_core.proposals.feature import PROPOSALS
from governance_core.proposals.messages import NoteAgreement
from governance_core.proposals.tellings import telling
from tests.rules.given import (
    DEADLINE,
    DISCUSS,
    END_STAGE,
    HAND_OVER,
    OPEN_ROUND,
    P1,
    POLICY,
    REMINDER,
    SPONSOR,
    Given,
    Names,
    a_round,
    accept,
    amend,
    aside,
    concern,
    consent,
    decline,
    discard,
    forward,
    lift,
    meet,
    objection,
    offer,
    question,
    react,
    reply,
    shaped,
    take_over,
    withdraw,
)
from tests.rules.organisation import ANA, BEN, DEE, FAY, GARDEN, MONDAY, REPAIR, days, harbour, hours
from tests.rules.world import FEATURES

TEXTS = {
    "plain": "Water the beds",
    "CJK": "灌溉苗圃每周一和周四" * 1000,
    "right to left": "השקיית הערוגות " * 700,
    "emoji": "👩🏽‍🌾💧🇵🇹" * 1250,
    "control characters": "a\x00b\x07c\x1b[31m\u202e\u2066d\r\n\u2028e\x85" * 600,
    "marks": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢" * 250,
    "one long word": "x" * 10_000,
    "mentions and markup": "@everyone <!channel> *b* [x](y) {gap} {0} %s " * 220,
    "lines": "line\n" * 2000,
}


def stages(words: str) -> dict[str, Callable[[], Given]]:
    """A round at every stage, in which people write these words wherever they can."""

    def opened() -> Given:
        return a_round(harbour().ruled(GARDEN, stand_aside="true"), title=words, driver=words, text=words)

    def objected() -> Given:
        return opened().having(FAY, objection(words, words))

    def answered() -> Given:
        return opened().having(BEN, concern(words)).having(DEE, aside(words))

    def left() -> Given:
        return objected().told(lambda org: org.left(GARDEN, FAY))

    def asking() -> Given:
        return shaped(title=words, driver=words, text=words)

    def asked() -> Given:
        return asking().having(BEN, question(words)).having(ANA, reply(words)).having(DEE, question(words[:99]))

    def reacting() -> Given:
        return asked().having(DEE, END_STAGE)

    def amending() -> Given:
        return reacting().having(BEN, react(words)).having(DEE, END_STAGE)

    return {
        "questions": asking,
        "asked": asked,
        "many asked": lambda: (
            asking()
            .having(BEN, question("1"))
            .having(BEN, question("2"))
            .having(BEN, question("3"))
            .having(BEN, question("4"))
            .having(BEN, question("5"))
        ),
        "reactions": reacting,
        "being amended": amending,
        "amended before the round": lambda: amending().having(ANA, amend(text="Other " + words[:9000])),
        "questions without a proposer": lambda: asked().having(ANA, HAND_OVER),
        "shaped round": lambda: amending().having(ANA, OPEN_ROUND),
        "consent": opened,
        "answered": answered,
        "silence consents": lambda: a_round(harbour().ruled(GARDEN, silence="consents"), text=words),
        "extended": lambda: answered().at(MONDAY + hours(72)).having(CLOCK, DEADLINE),
        "reminded": lambda: opened().at(MONDAY + hours(48)).having(CLOCK, REMINDER),
        "somebody away": lambda: opened().told(lambda org: org.away(FAY, MONDAY, MONDAY + days(9))),
        "discussed": lambda: opened().having(BEN, DISCUSS),
        "objected": objected,
        "two objections": lambda: objected().having(BEN, objection(words)),
        "offered": lambda: objected().having(BEN, offer("Other: " + words[:9000])).having(FAY, accept()),
        "declined": lambda: objected().having(BEN, offer("Other")).having(ANA, decline(words)),
        "integrated": lambda: objected().having(FAY, offer("Other")).having(ANA, accept()),
        "withdrawn into a concern": lambda: objected().having(FAY, lift("concern")),
        "objector left": left,
        "taken over": lambda: left().having(BEN, take_over()),
        "amended": lambda: opened().having(ANA, amend(text="Other " + words[:9000])),
        "forwarded": lambda: opened().having(DEE, forward(REPAIR, words)),
        "without a proposer": lambda: opened().having(ANA, HAND_OVER),
        "sponsored": lambda: opened().having(ANA, HAND_OVER).having(BEN, SPONSOR),
        "adopted": lambda: answered().having(ANA, consent()).having(FAY, consent()),
        "withdrawn": lambda: opened().having(ANA, withdraw(words)),
        "taken to a meeting": lambda: objected().having(BEN, meet(words)),
        "discarded": lambda: opened().having(DEE, discard(words)),
        "lapsed": lambda: opened().at(MONDAY + hours(72)).having(CLOCK, DEADLINE),
    }


STAGES = tuple(stages("x"))


def drawn(given: Given) -> Card:
    able = facilitators(given.state, given.org.circles, given.org.people, given.now)
    return proposal_card(P1, given.state, "Garden", able)


def sound(words: str) -> None:
    """Assert that what is read cannot turn the line around, hide, or mention somebody unasked."""
    assert not [c for c in words if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0], "a control character"
    assert not set(words) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), "a change of direction"
    assert "Mention(" not in words
    words.encode()


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("script", TEXTS)
def test_card_renders_in_plain_text_at_every_stage_with_any_text(stage: str, script: str) -> None:
    given = stages(TEXTS[script])[stage]()
    names = Names(given.org.people, "Asia/Tokyo")
    card = drawn(given)
    words = plain_card(card, names)
    sound(words)
    assert words.startswith("P-1 · ")
    assert plain_text(card.summary, names).startswith("Proposal P-1, ")
    assert len(words) < 12_000
    assert sound(plain_card(status_card(P1, given.state, given.now), names)) is None
    whole = plain_card(full_card(P1, given.state), names, limit=100_000)
    sound(whole)
    for event in given.history:
        said = telling(P1, event, given.state)
        assert PROPOSALS.receipt is not None
        receipt = PROPOSALS.receipt(P1, (event,), given.state, Actor.of_person(ANA), None)
        for other in (said, receipt):
            if other is not None:
                sound(plain_card(other, names))


@pytest.mark.parametrize("script", ["CJK", "emoji", "one long word"])
def test_card_shows_a_long_text_shortened_with_the_way_to_the_whole_which_is_whole(script: str) -> None:
    given = a_round(text=TEXTS[script])
    names = Names(given.org.people)
    assert "… (shortened; Read in full shows all of it)" in plain_card(drawn(given), names)
    assert TEXTS[script] in plain_card(full_card(P1, given.state), names, limit=100_000)
    assert given.state.wording.text == TEXTS[script]


@pytest.mark.parametrize("stage", STAGES)
def test_card_buttons_can_be_carried_and_lead_to_a_command(stage: str) -> None:
    given = stages("x")[stage]()
    card = drawn(given)
    for button in card.buttons():
        assert decode(encode(button.press)) == button.press
        assert button.press.action in FEATURES.by_action
        assert 0 < len(button.label) <= 34
    if not given.state.is_open:
        assert {button.press.action for button in card.buttons()} <= {"again", "decision"}, "nothing to answer any more"


@pytest.mark.parametrize("stage", STAGES)
def test_card_says_its_status_in_words(stage: str) -> None:
    given = stages("x")[stage]()
    heading = drawn(given).blocks[0]
    assert isinstance(heading, Heading)
    expected = {
        "questions": "open for questions, 0 asked, 0 unanswered, 0 of 3 have none",
        "asked": "open for questions, 2 asked, 1 unanswered, 0 of 3 have none",
        "reactions": "open for reactions, 0 of 3 reacted",
        "being amended": "being amended by its proposer",
        "questions without a proposer": "waiting for a sponsor",
        "shaped round": "consent round open, 0 of 4 answered",
        "objected": "1 open objection, 1 of 4 answered",
        "two objections": "2 open objections, 2 of 4 answered",
        "without a proposer": "waiting for a sponsor, 0 of 4 answered",
        "answered": "consent round open, 2 of 4 answered",
        "adopted": "adopted",
        "withdrawn": "withdrawn",
        "discarded": "discarded",
        "taken to a meeting": "taken to a meeting",
        "lapsed": "lapsed",
    }
    if stage in expected:
        assert heading.status == expected[stage]


def test_card_after_adoption_leads_to_the_agreement() -> None:
    adopted = stages("x")["adopted"]().having(POLICY, NoteAgreement(id=P1, agreement=StreamId("D-4")))
    assert [(button.label, button.press.ref) for button in drawn(adopted).buttons()] == [("View decision", "D-4")]


def test_card_of_a_practice_round_says_so() -> None:
    assert "[PRACTICE, consent round open" in plain_card(drawn(a_round(practice=True)), Names(harbour().people))


def test_status_says_who_is_awaited_and_who_is_away() -> None:
    given = stages("x")["somebody away"]().having(BEN, consent()).having(DEE, concern())
    words = plain_card(status_card(P1, given.state, given.now), Names(given.org.people))
    assert "Consent: Ben" in words
    assert "Consent with concern: Dee" in words
    assert "Awaited: Ana" in words
    assert "Away: Fay" in words


def test_a_sentence_ends_once_also_after_a_title_that_asks() -> None:
    assert text("C-1 How is it?", ". Next: ", "Monday", ".") == ("C-1 How is it?", " Next: ", "Monday", ".")
    assert text("Saved: C-1 How is it?. It is open!.") == ("Saved: C-1 How is it? It is open!",)
    assert text("Of 2.5?.", ".") == ("Of 2.5?",)
    assert text(Mention(ANA), ".", None, "") == (Mention(ANA), ".")
    assert text("What?.txt and so on...") == ("What?.txt and so on...",)
