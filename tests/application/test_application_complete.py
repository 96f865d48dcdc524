"""From what was typed to a command, or to the form that says what is missing and what is wrong, field by field."""

import pytest
from application_world import FEATURES, TEXTS, World, actor

from governance_core.actions.messages import AddAction, ChangeAction
from governance_core.application import ask
from governance_core.cards.form import Ask, Choice, Hidden
from governance_core.circles.messages import AddMember, SetPolicy
from governance_core.kernel.errors import Refusal, Unknown
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Query
from governance_core.kernel.words import LONGEST
from governance_core.people.messages import JoinOrganisation, LinkAccount
from governance_core.proposals.messages import (
    AmendProposal,
    AnswerRound,
    CreateProposal,
    KeepDraft,
    ListProposals,
    OfferAmendment,
    RaiseObjection,
)

WATER = {"circle": "garden", "title": "Water", **TEXTS}


def asked(form: Ask) -> dict[str, str]:
    return {one.name: one.value for one in form.questions}


def complaints(form: Ask) -> dict[str, str]:
    return {one.name: one.complaint for one in form.complaints}


def refused(world: World, kind: str, raw: dict[str, str], who: str = "ana") -> str:
    try:
        made = world.complete(kind, raw, who)
    except Refusal as refusal:
        return world.said(refusal)
    raise AssertionError(made)


def test_what_is_all_there_is_a_command(world: World) -> None:
    made = world.complete("proposal.create", {**WATER, "review": " 90d ", "draft": "no"})
    assert made == CreateProposal(circle="garden", title="Water", review="90d", **TEXTS)


def test_a_query_needs_nothing(world: World) -> None:
    assert world.complete("proposal.list", {}, "zed@slack") == ListProposals()


def test_a_form_asks_for_what_is_missing_and_keeps_what_was_given(world: World) -> None:
    form = world.form("proposal.create", {"circle": "garden", "title": "Water", "expiry": "1w"})
    assert asked(form) == {"title": "Water", "driver": "", "text": "", "review": ""}
    assert [one.name for one in form.questions if one.required] == ["title", "driver", "text"]
    assert dict(form.given) == {"circle": "garden", "expiry": "1w"}
    assert (form.title, form.submit, complaints(form)) == ("New proposal", "Put it to the circle", {})
    whole = dict(form.given) | asked(form) | {"driver": "They dry out", "text": "Mon and Thu"}
    assert isinstance(world.complete(form.kind, whole), CreateProposal)


def test_a_form_never_asks_for_what_only_a_typed_command_gives(world: World) -> None:
    assert {"expiry", "process", "deadline", "draft", "source", "practice"}.isdisjoint(
        asked(world.form("proposal.create", {}))
    )


def test_everything_that_is_wrong_is_said_at_once_field_by_field(world: World) -> None:
    typed = {"circle": "gardn", "review": "soon", "deadline": "2026-13-01", "process": "slow", "draft": "perhaps"}
    form = world.form("proposal.create", {"title": "Water", **typed})
    assert complaints(form) == {
        "circle": "There is no circle gardn here. Did you mean garden?",
        "review": "'soon' is no date; write 2026-06-01, 2026-06-01 17:00, friday 17:00, in 3 days or 90d.",
        "deadline": "'2026-13-01' is not in the calendar; write a day such as 2026-06-01.",
        "process": "slow is not one of quick, full.",
        "draft": "perhaps is neither yes nor no.",
    }
    assert {name: value for name, value in asked(form).items() if name in typed} == typed


MEANT = [
    ("consent.answer", {"id": "p1", "answer": "consent"}),
    ("consent.answer", {"id": "#P-1", "answer": "CONSENT"}),
    ("consent.answer", {"id": " P-1 v3 ", "answer": " Consent "}),
    ("consent.answer", {"id": "P-1", "answer": "consent", "version": "1"}),
    ("circle.show", {"circle": "GARDEN"}),
    ("circle.show", {"circle": "Repair café"}),
    ("circle.add", {"circle": "garden", "person": "@Fay"}),
    ("proposal.list", {"mine": "Yes"}),
    ("help", {"topic": "find what was decided"}),
    ("draft.submit", {"id": "Draft-1"}),
]


@pytest.mark.parametrize("kind,raw", MEANT)
def test_what_was_meant_is_understood(world: World, kind: str, raw: dict[str, str]) -> None:
    world.proposal()
    world.do(KeepDraft(circle="garden", title="Later", **TEXTS), "ana")
    assert isinstance(world.complete(kind, raw), Command | Query)


NOT_MEANT = [
    ("consent.answer", {"answer": "agree"}, "answer", "agree is not one of consent, concern, stand_aside."),
    ("consent.answer", {"id": "first"}, "id", "first is no id. Ids look like P-42 or D-31."),
    ("consent.answer", {"id": "P-0"}, "id", "P-0 is no id. Ids look like P-42 or D-31."),
    ("item.show", {"id": "P-1234567890123456789"}, "id", "P-1234567890123456789 is no id."),
    ("circle.show", {"circle": "grden"}, "circle", "There is no circle grden here. Did you mean garden?"),
    ("circle.show", {"circle": "zzz"}, "circle", "There is no circle zzz here."),
    ("circle.show", {"circle": "care"}, "circle", "There is no circle care here."),
    ("circle.add", {"circle": "garden", "person": "fya"}, "person", "There is no member fya here. Did you mean fay?"),
    ("person.away", {"until": "some day"}, "until", "some day"),
    ("person.away", {"until": "2026-02-30"}, "until", "'2026-02-30' is not in the calendar"),
    ("person.away", {"until": "4000w"}, "until", "not between a minute and ten years"),
    ("proposal.list", {"mine": "maybe"}, "mine", "maybe is neither yes nor no."),
    ("help", {"topic": "zz"}, "topic", "zz is not one of decide, "),
    ("draft.submit", {"id": "P-1"}, "id", "P-1 is no draft."),
    ("draft.submit", {"id": "people"}, "id", "people is no draft."),
    ("draft.drop", {"id": "draft-0"}, "id", "draft-0 is no draft."),
]


@pytest.mark.parametrize("kind,raw,field,said", NOT_MEANT)
def test_what_cannot_be_meant_is_complained_of_at_its_field(
    world: World, kind: str, raw: dict[str, str], field: str, said: str
) -> None:
    world.proposal()
    found = complaints(world.form(kind, raw))
    assert list(found) == [field]
    assert said in found[field]


def test_two_members_of_one_name_are_told_apart_by_their_ids(world: World) -> None:
    world.config(*(JoinOrganisation(person=PersonId(one), name="Samira") for one in ("sam", "sam-2")))
    found = complaints(world.form("circle.add", {"circle": "garden", "person": "samira"}))
    assert found == {"person": "Several are called samira. Say which one: sam, sam-2."}
    made = world.complete("circle.add", {"circle": "garden", "person": "SAM-2"})
    assert made == AddMember(circle=CircleId("garden"), person=PersonId("sam-2"))


def test_an_id_goes_before_a_name(world: World) -> None:
    world.config(JoinOrganisation(person=PersonId("fay-2"), name="Fay"))
    made = world.complete("circle.add", {"circle": "garden", "person": "Fay"})
    assert made == AddMember(circle=CircleId("garden"), person=PersonId("fay"))


def test_a_name_that_is_no_field_is_refused_with_the_one_that_was_meant(world: World) -> None:
    world.proposal()
    said = refused(world, "consent.answer", {"id": "P-1", "anser": "consent"})
    assert said == "/consent answer has no anser. Did you mean answer? There are: id, answer, concern, reason."
    assert refused(world, "person.back", {"when": "now"}) == "/me back has no when. There are: none."


def test_what_nobody_can_be_asked_for_is_refused_not_asked(world: World) -> None:
    world.proposal()
    again = "Open the item again and press it there."
    assert refused(world, "consent.answer", {"id": "P-1", "answer": "consent", "version": "x"}).endswith(again)
    assert refused(world, "person.link_confirm", {}) == f"This came without its code. {again}"


CONCERNS = ["concern", "Concern", " CONCERN ", "Consent with concern", "consent WITH concern"]


@pytest.mark.parametrize("typed", CONCERNS)
def test_a_question_that_hangs_on_another_is_asked_however_that_one_was_typed(world: World, typed: str) -> None:
    world.proposal()
    form = world.form("consent.answer", {"id": "P-1", "answer": typed})
    assert list(asked(form)) == ["concern"]  # what was picked is not asked again
    assert [one.required for one in form.questions] == [True]
    made = world.complete("consent.answer", {"id": "P-1", "answer": typed, "concern": "The hose leaks"})
    assert isinstance(made, AnswerRound)
    assert (made.answer, made.concern) == ("concern", "The hose leaks")


def test_a_question_that_hangs_on_another_is_not_asked_without_it(world: World) -> None:
    world.proposal()
    assert list(asked(world.form("consent.answer", {"id": "P-1"}))) == ["answer"]
    assert list(asked(world.form("consent.answer", {"id": "P-1", "answer": "stand_aside"}))) == ["reason"]
    assert isinstance(world.complete("consent.answer", {"id": "P-1", "answer": "consent"}), AnswerRound)


def test_a_form_that_changes_a_text_opens_with_the_text_and_the_version_seen(world: World) -> None:
    world.proposal(review="90d")
    form = world.form("proposal.amend", {"id": "P-1"})
    assert asked(form) == {"title": "Water the beds", "driver": "They dry out", "text": "Mon and Thu", "review": "90d"}
    assert dict(form.given)["version"] == "1"
    assert dict(form.given)["id"] == "P-1"
    world.do(RaiseObjection(id=StreamId("P-1"), harm="The pump is booked"), "dee")
    offer = world.form("consent.integrate", {"id": "P-1", "kind": "text"}, "dee")
    assert asked(offer) == {"text": "Mon and Thu"}


def test_a_form_that_asks_for_a_choice_first_carries_nothing_that_hangs_on_it(world: World) -> None:
    world.proposal()
    world.do(RaiseObjection(id=StreamId("P-1"), harm="The pump is booked"), "dee")
    first = world.form("consent.integrate", {"id": "P-1"}, "dee")
    assert asked(first) == {"kind": "text"}
    assert "text" not in dict(first.given)
    assert asked(world.form("consent.integrate", {"id": "P-1", "kind": "term"}, "dee")) == {"term": ""}


@pytest.mark.parametrize(
    "typed, kind",
    [
        ({"text": "Mon"}, "text"),
        ({"term": "30d"}, "term"),
        ({"measure": "Hours", "looked_at": "The log"}, "measure"),
        ({"part": "Thu", "until": "30d"}, "defer"),
        ({"part": "Thu", "to": "repair"}, "delegate"),
    ],
)
def test_what_only_one_choice_asks_for_says_which_was_made(world: World, typed: dict[str, str], kind: str) -> None:
    world.proposal()
    made = world.complete("consent.integrate", {"id": "P-1", **typed}, "dee")
    assert isinstance(made, OfferAmendment)
    assert made.kind == kind


def test_what_several_choices_ask_for_leaves_the_choice_open(world: World) -> None:
    world.proposal()
    world.do(RaiseObjection(id=StreamId("P-1"), harm="The pump is booked"), "dee")
    assert "kind" in asked(world.form("consent.integrate", {"id": "P-1", "part": "Thu"}, "dee"))
    concern = world.complete("consent.answer", {"id": "P-1", "concern": "The hose leaks"}, "ben")
    assert isinstance(concern, AnswerRound)
    assert concern.answer == "concern"


def test_a_form_can_be_had_with_nothing_missing_to_change_what_was_typed(world: World) -> None:
    world.proposal()
    raw = {"id": "P-1", "answer": "Concern", "concern": "The hose leaks", "version": "1"}
    form = world.read(lambda reader: ask.form_of("consent.answer", raw, actor("ben"), reader, FEATURES))
    assert asked(form)["concern"] == "The hose leaks"
    assert dict(form.given).items() >= {"id": "P-1", "version": "1"}.items()
    assert isinstance(world.complete(form.kind, dict(form.given) | asked(form), "ben"), AnswerRound)


def test_a_typed_change_opens_no_form(world: World) -> None:
    world.proposal()
    made = world.complete("proposal.amend", {"id": "P-1", "text": "Mon and Fri"})
    assert isinstance(made, AmendProposal)
    assert (made.text, made.title) == ("Mon and Fri", None)
    offer = world.complete("consent.integrate", {"id": "P-1", "text": "Mon and Fri"}, "dee")
    assert isinstance(offer, OfferAmendment)


def test_an_objectors_form_opens_with_what_they_said(world: World) -> None:
    world.proposal()
    world.do(RaiseObjection(id="P-1", harm="The pump is booked", safe="Another day"), "dee")
    assert asked(world.form("consent.object", {"id": "P-1"}, "dee")) == {
        "harm": "The pump is booked",
        "safe": "Another day",
    }
    assert asked(world.form("consent.object", {"id": "P-1"}, "ben")) == {"harm": "", "safe": ""}


def test_row_9_reasons_for_the_criteria_are_asked_for_only_where_the_facilitator_tests(world: World) -> None:
    world.config(SetPolicy(circle=CircleId("garden"), key="test", value="facilitator"))
    world.proposal()
    assert list(asked(world.form("consent.object", {"id": "P-1"}, "ben"))) == [
        "harm",
        "safe",
        "limits",
        "caused",
        "certain",
    ]
    half = world.complete("consent.object", {"id": "P-1", "harm": "The pump is booked", "certain": "Always"}, "ben")
    assert isinstance(half, RaiseObjection), "nobody is kept from objecting for want of a reason"
    world.do(half, "ben")
    assert asked(world.form("consent.object", {"id": "P-1"}, "ben"))["certain"] == "Always"


def test_the_version_a_form_was_opened_at_stays_with_it(world: World) -> None:
    world.proposal()
    form = world.form("consent.object", {"id": "P-1"}, "dee")
    world.do(AmendProposal(id="P-1", text="Mon and Fri"), "ana")
    late = world.complete("consent.object", {**dict(form.given), "harm": "The pump is booked"}, "dee")
    assert isinstance(late, Command)
    assert world.said(world.refusal(late, "dee")).startswith("P-1 is now version 2 (you saw version 1)")
    assert isinstance(world.complete("consent.object", {"id": "P-1", "harm": "No", "version": "1"}, "dee"), Command)


ABOUT_AN_ITEM: list[tuple[str, dict[str, str]]] = [
    ("consent.object", {}),
    ("proposal.amend", {}),
    ("consent.answer", {"answer": "x"}),
]


@pytest.mark.parametrize("kind,more", ABOUT_AN_ITEM)
def test_a_form_about_what_is_not_there_says_so_and_tells_an_outsider_no_more(
    world: World, kind: str, more: dict[str, str]
) -> None:
    world.proposal("ben", "care")
    private, missing = (refused(world, kind, {"id": ref, **more}) for ref in ("P-1", "P-99"))
    assert private.replace("P-1", "P-99") == missing
    assert missing == "There is no P-99 here. Check the number; lists show what you can see."
    with pytest.raises(Unknown, match="There is no D-1 here"):
        world.complete(kind, {"id": "D-1", **more}, "ben")


def test_an_id_of_another_kind_opens_no_form(world: World) -> None:
    world.proposal()
    for who in ("ana", "ben", "dee"):
        world.do(AnswerRound(id="P-1", answer="consent"), who)
    said = refused(world, "consent.object", {"id": "D-1"})
    assert said == "There is no D-1 among the proposals here. Check the letter and the number."


TEXTS_OF_ALL_KINDS = {
    "ten thousand characters": "Wässern. " * 1112,
    "the longest": "x" * LONGEST,
    "right to left": "مرحبا بالجميع، نسقي الأحواض يوم الاثنين",
    "emoji": "👩‍👩‍👧‍👦 🇵🇹 👍🏽 e\u0301",
    "control characters": "a\x00b\x07c\x1b[31md\x7f",
    "lines": "  one\r\n\ttwo\n\n  ",
    "turning around": "safe\u202etxt.exe\u2066x\u2069",
    "astral": "𐍈𝔘𠜎",
    "markup": "<!channel> @everyone **bold** `code` <@U0ANA> | c1|P-1|1|consent",
    "templates": "{ref} {0} %s ${HOME} $(reboot)",
}


@pytest.mark.parametrize("name", TEXTS_OF_ALL_KINDS)
def test_a_long_text_of_any_script_is_taken_as_it_is(world: World, name: str) -> None:
    text = TEXTS_OF_ALL_KINDS[name]
    made = world.complete("proposal.create", {**WATER, "driver": text, "text": text})
    assert isinstance(made, CreateProposal)
    assert (made.driver, made.text) == (text, text)


def test_a_short_text_loses_its_edges_only(world: World) -> None:
    made = world.complete("proposal.create", {**WATER, "title": "  Water \u00a0the beds\n"})
    assert isinstance(made, CreateProposal)
    assert made.title == "Water \u00a0the beds"


@pytest.mark.parametrize("field", ["title", "driver", "text"])
def test_one_character_more_than_can_be_kept_is_complained_of_and_given_back(world: World, field: str) -> None:
    text = "x" * (LONGEST + 1)
    form = world.form("proposal.create", {**WATER, field: text})
    assert complaints(form) == {
        field: "This is 100,001 characters long; at most 100,000 can be kept. Put the rest in a document and link it."
    }
    assert asked(form)[field] == text


HALVES = {
    "proposal.create": ("circle", "title", "driver", "text", "review", "deadline", "process", "draft"),
    "circle.add": ("circle", "person"),
    "consent.accept_offer": ("offer",),
    "draft.submit": ("id",),
    "decisions.search": ("text",),
    "proposal.list": ("state",),
    "person.settings": ("zone", "language"),
    "person.unlink": ("platform",),
    "person.link": ("code",),
}


@pytest.mark.parametrize("half", ["\ud800", "a\udcff", "\udc80 b"])
def test_half_a_character_is_complained_of_wherever_it_is_typed(world: World, half: str) -> None:
    world.proposal()
    for kind, fields in HALVES.items():
        base = {"proposal.create": WATER, "consent.accept_offer": {"id": "P-1"}}.get(kind, {})
        for field in fields:
            found = complaints(world.form(kind, {**base, field: half}))
            assert found[field].startswith("There is half a character in this text, which cannot be kept."), (
                kind,
                field,
            )


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u00a0\u200b\u2060", "\x00", "\u202e"])
def test_what_nobody_can_see_is_nothing(world: World, blank: str) -> None:
    form = world.form("proposal.create", {**WATER, "title": blank, "text": blank})
    assert complaints(form) == {}
    assert {"title", "text"} <= set(asked(form))


def test_a_complaint_repeats_only_the_beginning_of_what_was_typed(world: World) -> None:
    long = "z" * 5000
    fields = [("circle.show", "circle"), ("consent.answer", "id"), ("proposal.list", "mine"), ("help", "topic")]
    for kind, field in (*fields, ("person.away", "until"), ("circle.add", "person"), ("draft.submit", "id")):
        assert len(complaints(world.form(kind, {field: long}))[field]) < 200
    assert len(refused(world, "help", {long: "x"})) < 200


def test_a_link_code_is_asked_for_in_no_form(world: World) -> None:
    assert world.complete("person.link", {}, "zed@slack") == LinkAccount()
    assert world.complete("person.link", {"code": " c123 4567 "}, "zed@slack") == LinkAccount(code="c123 4567")


def test_with_draft_it_is_kept_and_not_put_to_the_circle(world: World) -> None:
    assert isinstance(world.complete("proposal.create", {**WATER, "draft": "yes"}), KeepDraft)


@pytest.mark.parametrize("kind", sorted(FEATURES.by_kind))
def test_every_form_fits_a_chat_platform(kind: str) -> None:
    """Labels of 45 characters, helps of 100, a title of 45, 25 options, and five questions once the item is known.

    More than five are asked where the form can be left and gone on with.
    """
    message, known = FEATURES.by_kind[kind], ask.questions(FEATURES.by_kind[kind])
    assert len(message.spec.summary) <= 100
    assert all(len(question.label) <= 45 and len(question.help) <= 100 for question in known.values())
    options = [question.kind.options for question in known.values() if isinstance(question.kind, Choice)]
    assert all(0 < len(one) <= 25 for one in options)
    shown = [one for name, one in known.items() if name != "id" and one.form and not isinstance(one.kind, Hidden)]
    most = 10 if message.spec.resumes else 5
    assert len([one for one in shown if one.only_if is None]) + (1 if any(one.only_if for one in shown) else 0) <= most
    if any(shown):
        assert 0 < len(message.spec.title or message.spec.summary) <= 45 or not issubclass(message, Command)


@pytest.mark.parametrize("kind, question", [("consent.answer", "answer"), ("consent.withdraw_objection", "into")])
def test_stand_aside_is_offered_by_a_form_only_where_the_policy_offers_it(
    world: World, kind: str, question: str
) -> None:
    def offered(stream: str) -> set[str]:
        (one,) = [one for one in world.form(kind, {"id": stream}, "dee").questions if one.name == question]
        assert isinstance(one.question.kind, Choice)
        return {option.value for option in one.question.kind.options}

    world.proposal()
    world.proposal("cem", "repair")
    if kind == "consent.withdraw_objection":
        for stream in ("P-1", "P-2"):
            world.do(RaiseObjection(id=StreamId(stream), harm="It rains"), "dee")
    assert offered("P-1") == {"consent", "concern"}
    assert offered("P-2") == {"consent", "concern", "stand_aside"}


@pytest.mark.parametrize("given", [{"owner": "dee"}, {"due": "3d"}, {"what": "Oil"}, {"link": "none"}])
def test_a_change_with_anything_to_change_acts_at_once(world: World, given: dict[str, str]) -> None:
    world.do(AddAction(circle=CircleId("garden"), what="Oil the gate", owner=PersonId("ben")), "ana")
    assert world.complete("action.change", {"id": "A-1", **given}) == ChangeAction(id=StreamId("A-1"), **given)


def test_a_change_with_nothing_to_change_opens_a_form_filled_in(world: World) -> None:
    world.do(AddAction(circle=CircleId("garden"), what="Oil the gate", owner=PersonId("ben")), "ana")
    shown = asked(world.form("action.change", {"id": "A-1"}))
    assert (shown["what"], shown["owner"]) == ("Oil the gate", "ben")
