"""Closing a circle by the config: refused until what is in it has another home, and how each thing gets one."""

import pytest
from bot_program import CONFIG, CREATE, Program

GARDEN = CONFIG[CONFIG.index("  garden:") : CONFIG.index("  care:")]
RECORD = 'ana: /decisions record circle:garden title:"Tools" text:"Back by dusk" source:"meeting of 3 March"'
HUSH = 'cem: /decisions record circle:care title:"Hush" text:"Talk in pairs" source:"meeting of 3 March"'


@pytest.fixture
def full(applied: Program) -> Program:
    """The garden has an open proposal and an agreement."""
    assert applied.talk(CREATE, RECORD).code == 0
    return applied


def said(program: Program, *lines: str) -> str:
    return program.talk(*lines).out


def test_the_refusal_names_what_is_in_the_way_and_each_way_out(full: Program) -> None:
    whole = full.config.read_text(encoding="utf-8")
    full.edit((GARDEN, ""))
    before = full.rows("SELECT * FROM journal")
    ran = full.call("apply")
    assert ran.code == 1
    assert "Garden cannot be closed yet, for what is in it needs another home." in ran.err
    assert "P-1 is open: ask the facilitator to forward it with /proposal forward P-1 circle:commons" in ran.err
    assert "D-1 is in force: ask the secretary or the lead to move it with /decisions move D-1" in ran.err
    assert "is lead" not in ran.err, "what the file takes away itself is not in the way"
    assert full.rows("SELECT * FROM journal") == before
    full.config.write_text(whole, encoding="utf-8")
    moved = said(
        full,
        'dee: /proposal forward P-1 circle:commons reason:"The garden ends"',
        "ana: /decisions move D-1 circle:commons",
    )
    assert "D-1 is kept by the other circle from now on." in moved
    assert "gave D-1 Tools to another circle to keep. It stays in force as it is." in moved
    full.edit((GARDEN, ""))
    ran = full.call("apply")
    assert (ran.code, ran.err) == (0, "")
    assert ("circles", "circle.closed") in full.events()
    assert "Circle: Commons" in full.call("show", "D-1").out
    assert full.rows("SELECT circle, state FROM agreements") == [("commons", "in force")]
    for command in ("rebuild", "audit"):
        assert full.call(command).code == 0
    assert full.rows("SELECT circle, state FROM agreements") == [("commons", "in force")]


def test_a_role_the_file_does_not_know_is_in_the_way(full: Program) -> None:
    from bot.compose import composed
    from governance_core.application.transaction import Transaction
    from governance_core.circles.messages import FillRole
    from governance_core.kernel.ids import Actor, CircleId, PersonId
    from governance_core.ports import Work

    made = composed("harbour", full.store)

    def keeper(work: Work) -> None:
        transaction = Transaction(work, made.features)
        by = Actor.policy("proposal.adopted")
        transaction.carry_out(FillRole(circle=CircleId("care"), role="keeper", person=PersonId("dee")), by)
        transaction.save(work)

    made.store.transact_now("harbour", keeper)
    made.close()
    full.edit((CONFIG[CONFIG.index("  care:") :], ""))
    ran = full.call("apply")
    assert ran.code == 1
    assert "Still held: keeper (Dee). Take such a role away in the config, or give it to another circle." in ran.err


def test_who_may_move_what_and_where_to(full: Program) -> None:
    for line, words in (
        ("ben: /decisions move D-1 circle:commons", "Only Ana can give D-1 to another circle."),
        ("ana: /decisions move D-9 circle:commons", "There is no D-9"),
        ("ana: /decisions move D-1 circle:care", "There is no circle care"),
    ):
        assert words in said(full, line)
    assert [kind for _, kind in full.events()].count("agreement.moved") == 0
    twice = said(full, "ana: /decisions move D-1 circle:commons", "ana: /decisions move D-1 circle:commons")
    assert "Only" in twice or "had this already" in twice
    assert [kind for _, kind in full.events()].count("agreement.moved") == 1


def test_what_was_private_is_shown_only_if_that_is_said(full: Program) -> None:
    assert full.talk(HUSH).code == 0
    asked = said(full, "cem: /decisions move D-2 circle:commons")
    assert "D-2 was decided in Care, which is private. In Commons others can read it" in asked
    assert "add show:yes and send it again." in asked
    assert full.rows("SELECT circle FROM agreements WHERE agreement = 'D-2'") == [("care",)]
    assert "is kept by the other circle" in said(full, "cem: /decisions move D-2 circle:commons show:yes")


def test_a_review_goes_on_in_the_circle_it_moved_to(full: Program) -> None:
    assert full.talk("ana: /decisions renew D-1").code == 0
    assert full.rows("SELECT state FROM agreements") == [("in review",)]
    assert full.talk("ana: /decisions move D-1 circle:commons", "wait 1m").code == 0
    assert full.rows("SELECT circle, state FROM agreements") == [("commons", "in review")]
    assert full.call("audit").code == 0


def test_what_a_review_found_is_decided_before_anything_is_moved(full: Program) -> None:
    assert full.talk("ana: /decisions renew D-1").code == 0
    assert full.talk('ben: /decisions review D-1 answer:drop reason:"No tools left"').code == 0
    refused = said(full, "ana: /decisions move D-1 circle:commons")
    assert "In its review Ben would not keep D-1 as it is. First decide about that in Garden" in refused
    assert full.talk("ben: /decisions drop D-1 driver:Gone").code == 0
    refused = said(full, "ana: /decisions move D-1 circle:commons")
    assert "P-2 proposes to change D-1, and is open. Wait until P-2 has ended, then move D-1." in refused


def test_a_subcircle_without_a_delegate_is_shown_and_the_record_says_so(program: Program) -> None:
    program.edit(("    delegate: ben\n", ""))
    assert program.call("apply").code == 0
    propose = 'cem: /proposal create circle:commons title:Gate driver:Open text:"Shut it"'
    answers = [f'{who}: press "Consent" on P-1' for who in ("ana", "cem")]
    assert program.talk(propose, *answers).code == 0
    assert "Subcircle not fully linked: garden, when it was adopted" in program.call("show", "D-1").out
    cards = said(program, "ana: /circle show circle:garden", "ana: /circle show circle:commons")
    assert "Not fully linked to its parent: no delegate. Name both in the config." in cards
    assert "Subcircle not fully linked: Garden. It can still decide; the record says so." in cards
