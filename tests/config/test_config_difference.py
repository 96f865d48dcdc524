"""What changed in the file is found key by key, in an order in which every single step is allowed."""

import json
import random
from typing import assert_never

import pytest

from bot.config import (
    AccountAdded,
    AccountRemoved,
    AdminsSet,
    Change,
    CircleClosed,
    CircleFounded,
    CircleRenamed,
    CircleSet,
    GroupSet,
    HomeRemoved,
    HomeSet,
    MemberAdded,
    MemberRemoved,
    OrganisationSet,
    PersonJoins,
    PersonLeaves,
    PersonRenamed,
    PersonSeeded,
    PolicyRemoved,
    PolicySet,
    RoleSet,
    check,
    difference,
    to_document,
)


class Organisation:
    """The organisation as it is after each change; a step that could not be carried out fails."""

    def __init__(self, document):
        empty = {"organisation": {"admins": []}, "members": {}, "policy": {}, "circles": {}}
        self.now = json.loads(json.dumps(document or empty))

    def carry_out(self, change: Change) -> None:
        now, circles, members = self.now, self.now["circles"], self.now["members"]
        match change:
            case OrganisationSet(setting=setting, new=new):
                now["organisation"][setting] = new
            case AdminsSet(old=old, new=new):
                assert now["organisation"]["admins"] == list(old)
                assert set(new) <= set(members)
                now["organisation"]["admins"] = list(new)
            case PersonRenamed(old=old, new=new):
                self.rename(members, old, new)
                self.rename_people(old, new)
            case PersonJoins(new=member):
                assert member.id not in members
                settings = {"name": member.name, "zone": member.zone, "language": member.language}
                members[member.id] = settings | {"accounts": {}}
            case PersonSeeded(person=person, setting=setting, old=old, new=new):
                assert members[person][setting] == old
                members[person][setting] = new
            case AccountRemoved(person=person, platform=platform, old=old):
                assert members[person]["accounts"].pop(platform) == old
            case AccountAdded(person=person, platform=platform, new=new):
                assert platform not in members[person]["accounts"]
                members[person]["accounts"][platform] = new
            case PersonLeaves(old=person):
                assert all(person not in circle["members"] for circle in circles.values())
                assert person not in now["organisation"]["admins"]
                del members[person]
            case CircleRenamed(old=old, new=new):
                self.rename(circles, old, new)
                for circle in circles.values():
                    circle["parent"] = new if circle["parent"] == old else circle["parent"]
            case CircleFounded(new=circle):
                assert circle.id not in circles
                assert circle.parent is None or circle.parent in circles
                kept = ("name", "aim", "domain", "parent", "private", "zone")
                founded = {key: getattr(circle, key) for key in kept}
                circles[circle.id] = founded | {"members": [], "groups": {}, "roles": {}, "homes": {}, "policy": {}}
            case CircleSet(circle=circle, setting=setting, old=old, new=new):
                assert circles[circle][setting] == old
                circles[circle][setting] = new
            case CircleClosed(old=circle):
                assert circles[circle]["roles"] == {}
                assert all(other["parent"] != circle for other in circles.values())
                del circles[circle]
            case MemberAdded(circle=circle, new=person):
                assert person in members
                assert person not in circles[circle]["members"]
                circles[circle]["members"] = sorted([*circles[circle]["members"], person])
            case MemberRemoved(circle=circle, old=person):
                circles[circle]["members"].remove(person)
            case GroupSet(circle=circle, platform=platform, old=old, new=new):
                assert circles[circle]["groups"].pop(platform, None) == old
                circles[circle]["groups"] |= {platform: new} if new else {}
            case RoleSet(circle=circle, role=role, old=old, new=new):
                assert circles[circle]["roles"].get(role) == old
                self.seat(circles[circle], role, new)
                self.hold_until(circles[circle], role, change)
            case HomeRemoved(circle=circle, platform=platform, old=old):
                assert circles[circle]["homes"].pop(platform) == old
            case HomeSet(circle=circle, platform=platform, old=old, new=new):
                assert circles[circle]["homes"].get(platform) == old
                circles[circle]["homes"][platform] = new
            case PolicyRemoved(circle=circle, key=key, old=old):
                policy = now["policy"] if circle is None else circles[circle]["policy"]
                assert self.plain(old) == policy.pop(key)
            case PolicySet(circle=circle, key=key, old=old, new=new):
                policy = now["policy"] if circle is None else circles[circle]["policy"]
                assert self.plain(old) == policy.get(key)
                policy[key] = self.plain(new)
            case _:
                assert_never(change)
        self.must_be_sound()

    @staticmethod
    def plain(value):
        return list(value) if isinstance(value, tuple) else value

    @staticmethod
    def rename(section, old, new):
        assert new not in section
        section[new] = section.pop(old)

    def rename_people(self, old, new):
        admins = self.now["organisation"]["admins"]
        self.now["organisation"]["admins"] = sorted(new if admin == old else admin for admin in admins)
        for circle in self.now["circles"].values():
            circle["members"] = sorted(new if person == old else person for person in circle["members"])
            circle["roles"] = {role: new if person == old else person for role, person in circle["roles"].items()}

    @staticmethod
    def seat(circle, role, person):
        circle["roles"].pop(role, None)
        if person is not None:
            circle["roles"][role] = person

    @staticmethod
    def hold_until(circle, role, change):
        terms = circle.pop("terms", {})
        assert terms.pop(role, None) == change.old_until
        terms |= {role: change.until} if change.until else {}
        circle |= {"terms": terms} if terms else {}

    def must_be_sound(self):
        circles = self.now["circles"]
        for circle in circles.values():
            assert set(circle["roles"].values()) <= set(circle["members"])
            assert circle["roles"].get("lead", 1) != circle["roles"].get("delegate", 2)
            assert set(circle["members"]) <= set(self.now["members"])
            assert circle["parent"] is None or circle["parent"] in circles
        self.must_be_used_once(circles, "homes")
        self.must_be_used_once(self.now["members"], "accounts")
        self.must_have_no_ring(circles)

    @staticmethod
    def must_be_used_once(section, key):
        used = [pair for entry in section.values() for pair in entry[key].items()]
        assert len(used) == len(set(used))

    @staticmethod
    def must_have_no_ring(circles):
        for name in circles:
            way = [name]
            while (parent := circles[way[-1]]["parent"]) is not None:
                assert parent not in way
                way.append(parent)


def ends_as(before, after):
    """Carry out the difference and return it; the outcome must be what the new file says."""
    changes = difference(before, after)
    organisation = Organisation(before)
    for change in changes:
        organisation.carry_out(change)
    assert {**organisation.now["organisation"], "id": after.organisation.id} == to_document(after)["organisation"]
    assert {k: v for k, v in organisation.now.items() if k != "organisation"} == {
        k: v for k, v in to_document(after).items() if k != "organisation"
    }
    return changes


@pytest.fixture
def changed(sound, read):
    """The changes between the sound file and the same with passages replaced."""

    def between(*replaced):
        text = sound
        for passage, by in replaced:
            assert text.count(passage) == 1, f"{passage!r} must occur once"
            text = text.replace(passage, by)
        return ends_as(to_document(read(sound)), read(text))

    return between


def test_a_file_does_not_differ_from_itself(sound, read, example):
    for file in (read(sound), check(example)[0]):
        assert difference(to_document(file), file) == []
        assert difference(json.loads(json.dumps(to_document(file))), file) == []


def test_the_document_is_plain_and_does_not_depend_on_the_order_of_the_file(sound, read):
    other = sound.replace(
        "members: [ana, ben]\n    lead: ana\n    delegate: ben", "delegate: ben\n    lead: ana\n    members: [ben, ana]"
    )
    assert other != sound
    assert json.dumps(to_document(read(other))) == json.dumps(to_document(read(sound)))


def test_the_first_file_brings_in_everything(example):
    file = check(example)[0]
    changes = ends_as(None, file)
    kinds = [type(change) for change in changes]
    assert kinds[:3] == [OrganisationSet, OrganisationSet, OrganisationSet]
    assert kinds.count(PersonJoins) == 6
    assert [change.new.id for change in changes if isinstance(change, CircleFounded)] == list(file.circles)
    assert not {PersonSeeded, MemberRemoved, CircleClosed, PersonLeaves} & set(kinds)


def test_one_changed_key_is_one_change_at_its_place(changed):
    assert changed(("quorum: 50%", "quorum: 3")) == [
        PolicySet(
            path=("circles", "garden", "policy", "quorum"),
            line=36, column=7, circle="garden", key="quorum", old="50%", new="3",
        )
    ]  # fmt: skip


def test_a_key_taken_out_is_reported_at_what_is_left_of_it(changed):
    (change,) = changed(("    policy:\n      quorum: 50%\n", ""))
    assert change == PolicyRemoved(
        path=("circles", "garden", "policy", "quorum"), line=25, column=3, circle="garden", key="quorum", old="50%"
    )


def test_the_organisations_own_settings(changed):
    changes = changed(
        ("name: Reef", "name: The Reef"),
        ("zone: Europe/Berlin", "zone: UTC\n  language: de"),
        ("admins: [ana]", "admins: [ben]"),
    )
    assert [(type(change), change.path[-1], change.old, change.new) for change in changes] == [
        (OrganisationSet, "name", "Reef", "The Reef"),
        (OrganisationSet, "zone", "Europe/Berlin", "UTC"),
        (OrganisationSet, "language", "en", "de"),
        (AdminsSet, "admins", ("ana",), ("ben",)),
    ]


def test_units_are_the_organisations_own(changed):
    (change,) = changed(("zone: Europe/Berlin", 'zone: Europe/Berlin\n  units: "0,1 Hours, 1 tokens"'))
    assert (type(change), change.path[-1], change.old) == (OrganisationSet, "units", None)
    assert change.new == "0.1 hours, 1 tokens"


def test_the_usual_treasury_need_not_be_named(changed):
    assert list(changed(("zone: Europe/Berlin", "zone: Europe/Berlin\n  treasury: record"))) == []


def test_the_organisation_wide_policy_belongs_to_no_circle(changed):
    (change,) = changed(("process: quick", "process: quick\n  reminders: [12h]"))
    assert isinstance(change, PolicySet)
    assert (change.circle, change.key, change.old, change.new) == (None, "reminders", None, ("12h",))


def test_a_persons_settings_are_seeded_and_accounts_replaced(changed):
    changes = changed(("    zone: Asia/Tokyo", "    language: ja"), ("slack: U0ANA", "slack: U0NEW"))
    assert [(type(change), change.path, change.old, change.new) for change in changes] == [
        (PersonSeeded, ("members", "ben", "zone"), "Asia/Tokyo", None),
        (PersonSeeded, ("members", "ben", "language"), None, "ja"),
        (AccountRemoved, ("members", "ana", "accounts", "slack"), "U0ANA", None),
        (AccountAdded, ("members", "ana", "accounts", "slack"), None, "U0NEW"),
    ]


def test_an_account_passes_from_hand_to_hand(changed):
    changes = changed(("      slack: U0ANA\n", ""), ("name: Cem", "name: Cem\n    accounts: {slack: U0ANA}"))
    assert [type(change) for change in changes] == [AccountRemoved, AccountAdded]


def test_somebody_new_joins_before_sitting_anywhere(changed):
    changes = changed(
        ("  cem:\n    name: Cem", "  dee:\n    name: Dee\n  cem:\n    name: Cem"),
        ("members: [ana, ben]\n    lead: ana", "members: [ana, ben, dee]\n    lead: dee"),
    )
    assert [(type(change), change.new) for change in changes[1:]] == [(MemberAdded, "dee"), (RoleSet, "dee")]
    assert isinstance(changes[0], PersonJoins)
    assert changes[1].line == 32
    assert changes[1].column == 25


def test_somebody_who_leaves_gives_up_everything_first(changed):
    changes = changed(
        ("  ben:\n    name: Ben\n    zone: Asia/Tokyo\n", ""),
        ("members: [ana, ben]\n  garden", "members: [ana]\n  garden"),
        ("members: [ana, ben]\n    lead: ana\n    delegate: ben\n", "members: [ana]\n    lead: ana\n"),
    )
    assert [type(change) for change in changes] == [RoleSet, MemberRemoved, MemberRemoved, PersonLeaves]


def test_a_term_is_set_prolonged_handed_on_and_taken_away(changed):
    one = "    lead: ana\n    delegate: ben\n"
    (named,) = changed((one, one.replace("lead: ana", "lead: {person: ana, until: 2027-03-01}")))
    assert (named.old, named.old_until, named.new, named.until) == ("ana", None, "ana", "2027-03-01")
    assert (named.path, named.line) == (("circles", "garden", "lead"), 31)


def test_a_term_that_the_file_had_before(sound, read):
    def file(lead):
        return read(sound.replace("lead: ana", f"lead: {lead}").replace("delegate: ben", ""))

    until = to_document(file("{person: ana, until: 2027-03-01}"))
    assert difference(until, file("{person: ana, until: 2027-03-01}")) == []
    for then in ("{person: ana, until: 2028-03-01}", "{person: ben, until: 2027-03-01}", "ben", "ana"):
        ends_as(until, file(then))
    (longer,) = ends_as(until, file("{person: ana, until: 2028-03-01}"))
    assert (longer.old_until, longer.until) == ("2027-03-01", "2028-03-01")
    (good,) = ends_as(until, file("ana"))
    assert (good.old_until, good.until) == ("2027-03-01", None)
    (gone,) = ends_as(until, read(sound.replace("    lead: ana\n    delegate: ben\n", "")))
    assert (gone.new, gone.old_until) == (None, "2027-03-01")


def test_lead_and_delegate_change_places_without_ever_being_one_person(changed):
    changes = changed(("lead: ana\n    delegate: ben", "lead: ben\n    delegate: ana"))
    assert [(change.role, change.old, change.new) for change in changes] == [
        ("delegate", "ben", None),
        ("lead", "ana", "ben"),
        ("delegate", None, "ana"),
    ]


def test_a_successor_is_a_member_before_and_the_predecessor_until_after(changed):
    changes = changed(("members: [ana, ben]\n    lead: ana", "members: [cem, ben]\n    lead: cem"))
    assert [type(change) for change in changes] == [MemberAdded, RoleSet, MemberRemoved]
    assert (changes[1].old, changes[1].new) == ("ana", "cem")


DISCORD = """\
platforms:
  discord:
    token: ${TOKEN}
    server: "180000000000000001"
    members_intent: true
"""
ROLE = """\
    members:
      people: [ana, ben]
      discord_role: "190000000000000001"
    lead"""


def test_members_who_come_from_a_role_are_a_change_of_their_own(sound, read):
    named = read(sound + DISCORD)
    by_role = read(sound.replace("    members: [ana, ben]\n    lead", ROLE) + DISCORD)
    path = ("circles", "garden", "members", "discord_role")
    assert difference(to_document(named), by_role) == [
        GroupSet(path=path, line=32, column=7, circle="garden", platform="discord", old=None, new="190000000000000001")
    ]
    (back,) = difference(to_document(by_role), named)
    assert (type(back), back.path, back.line, back.new) == (GroupSet, path, 30, None)


def test_a_role_is_there_before_anybody_is_taken_out(sound, read):
    named = read(sound + DISCORD)
    swapped = ROLE.replace("ana, ben", "ben, ana, cem")
    all_three = read(sound.replace("    members: [ana, ben]\n    lead", swapped) + DISCORD)
    (added, role) = difference(to_document(named), all_three)
    assert (type(added), added.new, added.line, added.column) == (MemberAdded, "cem", 31, 26)
    assert isinstance(role, GroupSet)
    removed = sound.replace(
        "    members: [ana, ben]\n    lead: ana\n    delegate: ben\n", ROLE.removesuffix("    lead")
    )
    nobody = removed.replace("      people: [ana, ben]\n", "")
    gone = difference(to_document(named), read(nobody + DISCORD))
    assert [type(change) for change in gone] == [RoleSet, RoleSet, GroupSet, MemberRemoved, MemberRemoved]


NURSERY = """\
  {name}:
    name: Nursery
    aim: Seedlings
    domain: The greenhouse
    parent: {parent}
    members: [ana]
    homes: {{console: {home}}}
"""


def test_circles_are_founded_below_their_parents_wherever_the_file_puts_them(sound, read):
    first, second = (
        NURSERY.format(name="aa", parent="bb", home="aa"),
        NURSERY.format(name="bb", parent="garden", home="bb"),
    )
    changes = ends_as(None, read(sound + first + second))
    founded = [change.new.id for change in changes if isinstance(change, CircleFounded)]
    assert founded == ["whole", "garden", "bb", "aa"]


def test_circles_close_children_first_and_their_channel_is_free_before(sound, read):
    first, second = (
        NURSERY.format(name="aa", parent="bb", home="aa"),
        NURSERY.format(name="bb", parent="garden", home="bb"),
    )
    changes = ends_as(to_document(read(sound + second + first)), read(sound.replace("console: garden", "console: aa")))
    assert [(type(change), change.old) for change in changes] == [
        (HomeRemoved, "aa"),
        (HomeRemoved, "bb"),
        (HomeSet, "garden"),
        (CircleClosed, "aa"),
        (CircleClosed, "bb"),
    ]


def test_two_circles_exchange_their_channels(sound, read):
    before = sound + NURSERY.format(name="nursery", parent="garden", home="greenhouse")
    after = (
        before.replace("console: garden", "console: X")
        .replace("console: greenhouse", "console: garden")
        .replace("console: X", "console: greenhouse")
    )
    changes = ends_as(to_document(read(before)), read(after))
    assert [type(change) for change in changes] == [HomeRemoved, HomeRemoved, HomeSet, HomeSet]


def test_a_channel_that_simply_moves_is_one_change(changed):
    (change,) = changed(("console: garden", "console: plots"))
    assert isinstance(change, HomeSet)
    assert (change.old, change.new) == ("garden", "plots")


def test_parent_and_child_change_places_without_a_ring(sound, read):
    nursery = NURSERY.format(name="nursery", parent="garden", home="nursery")
    after = sound.replace("parent: whole", "parent: nursery") + nursery.replace("parent: garden", "parent: whole")
    changes = ends_as(to_document(read(sound + nursery)), read(after))
    assert [(change.circle, change.new) for change in changes] == [("nursery", "whole"), ("garden", "nursery")]


def test_a_renamed_person_stays_who_they_are(sound, read):
    text = sound.replace("ben", "benno").replace("  benno:\n", "  benno:\n    was: ben\n")
    before = to_document(read(sound))
    assert ends_as(before, read(text)) == [
        PersonRenamed(path=("members", "benno", "was"), line=13, column=5, old="ben", new="benno")
    ]
    assert difference(to_document(read(text)), read(text)) == []


def test_a_renamed_circle_keeps_its_children(sound, read):
    text = sound.replace("whole:", "all-of-us:").replace("parent: whole", "parent: all-of-us")
    text = text.replace("  all-of-us:\n", "  all-of-us:\n    was: whole\n")
    assert ends_as(to_document(read(sound)), read(text)) == [
        CircleRenamed(path=("circles", "all-of-us", "was"), line=21, column=5, old="whole", new="all-of-us")
    ]


def test_a_renamed_key_without_was_is_a_leave_and_a_join(sound, read):
    changes = ends_as(to_document(read(sound)), read(sound.replace("ben", "benno")))
    assert {PersonJoins, PersonLeaves} <= {type(change) for change in changes}
    assert PersonRenamed not in {type(change) for change in changes}


def test_was_says_nothing_when_the_old_key_was_never_applied_or_the_new_one_was(sound, read):
    text = sound.replace("  ben:\n", "  ben:\n    was: bo\n")
    assert difference(to_document(read(sound)), read(text)) == []
    assert sum(isinstance(change, PersonJoins) for change in ends_as(None, read(text))) == 3


def test_a_document_kept_before_a_key_existed_can_still_be_compared(sound, read):
    document = to_document(read(sound))
    del document["circles"]["garden"]["zone"], document["members"]["ana"]["language"], document["policy"]
    assert difference(document, read(sound)) == [
        PolicySet(path=("policy", "process"), line=18, column=3, circle=None, key="process", old=None, new="quick")
    ]


PEOPLE = ["ana", "ben", "cem", "dee", "eli", "fay"]
CIRCLES = ["one", "two", "three", "four"]


def any_file(chance):
    """The text of some organisation; everything in it is left to chance, and all of it is sound."""
    people = chance.sample(PEOPLE, chance.randint(3, 6))
    accounts = chance.sample(range(6), len(people))
    lines = [f"organisation: {{id: reef, name: Reef, zone: UTC, admins: [{chance.choice(people)}]}}", "members:"]
    lines += [f"  {p}: {{name: {p}, accounts: {{slack: U00{a}}}}}" for p, a in zip(people, accounts, strict=True)]
    lines += [f"policy: {{window: {chance.randint(1, 3)}d}}"]
    lines += [
        "platforms:",
        "  discord:",
        '    server: "18000000000000000"',
        "    members_intent: true",
        "    token: ${TOKEN}",
    ]
    lines += ["circles:"]
    circles = chance.sample(CIRCLES, chance.randint(1, 4))
    homes = chance.sample("abcdef", len(circles))
    for number, (name, home) in enumerate(zip(circles, homes, strict=True)):
        lines.append(any_circle(chance, name, chance.choice(circles[:number]) if number else None, people, home))
    return "\n".join(lines) + "\n"


def any_circle(chance, name, parent, people, home):
    members = chance.sample(people, chance.randint(2, len(people)))
    lead, delegate = chance.sample(members, 2)
    seats = [
        f"lead: {lead}",
        f"delegate: {delegate}" if parent else "",
        f"roles: {{treasurer: {chance.choice(members)}}}",
    ]
    kept = [seat for seat in seats if seat and chance.random() < 0.8]
    above = [f"parent: {parent}"] if parent else []
    rest = ["homes: {console: " + home + "}"] if chance.random() < 0.7 else []
    named = f"[{', '.join(members)}]"
    if chance.random() < 0.5:
        named = f'{{people: {named}, discord_role: "1900000000000000{chance.randint(0, 2)}"}}'
    inside = [f"name: {name}", "aim: some", "domain: some", f"members: {named}", *above, *kept, *rest]
    return f"  {name}: {{{', '.join(inside)}}}"


@pytest.mark.parametrize("seed", range(150))
def test_from_any_organisation_to_any_other_every_step_is_allowed(read, seed):
    chance = random.Random(seed)
    before, after = read(any_file(chance)), read(any_file(chance))
    ends_as(to_document(before), after)
    ends_as(None, after)
