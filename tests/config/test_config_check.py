"""Whatever is wrong with a config file is said at its line and column, in words that tell how to mend it."""

from pathlib import Path

import pytest

from bot.config import check, check_text, hears_members

# what to replace | by what (▸ marks the spot to blame) | key | words of the message | words of the hint
UNKNOWN_OR_MISSING = [
    ("  process: quick", "  ▸proces: quick", "policy.proces", 'no key "proces"', 'mean "process"'),
    ("policy:\n  process", "▸polcy:\n  process", "polcy", 'no key "polcy"', 'mean "policy"'),
    ("    zone: Asia/Tokyo", "    ▸timezone: Asia/Tokyo", "members.ben.timezone", '"timezone"', 'mean "zone"'),
    ("    zone: Asia/Tokyo", "    ▸shoe-size: 44", "members.ben.shoe-size", '"shoe-size"', "Keys here are name, zone"),
    ("    lead: ana", "    ▸leed: ana", "circles.garden.leed", '"leed"', 'mean "lead"'),
    ("    lead: ana", "    lead: ana\n    ▸quorum: 3", "circles.garden.quorum", '"quorum"', "under policy:"),
    ("    lead: ana", "    ▸treasurer: ana", "circles.garden.treasurer", '"treasurer"', "under roles:"),
    ("    lead: ana", "    lead: ana\n    ▸admins: [ana]", "circles.garden.admins", '"admins"', "under organisation:"),
    ("policy:\n  process", "▸quorum: 3\npolicy:\n  process", "quorum", '"quorum"', "under policy:"),
    ("  admins: [ana]", "  admins: [ana]\n  ▸units: hours", "organisation.units", "no units", "such as 0.1 hours"),
    ("  admins: [ana]", "  admins: [ana]\n  ▸treasury: bank", "organisation.treasury", "no treasury", "record"),
    (
        "  process: quick",
        "  process: quick\n  ▸announce_up_to: [5 hours]",
        "policy.announce_up_to",
        "not a limit",
        "stand under organisation",
    ),
    ("      slack: U0ANA", "      ▸slak: U0ANA", "members.ana.accounts.slak", '"slak"', 'mean "slack"'),
    ("      slack: U0ANA", "      ▸console: ana", "members.ana.accounts.console", '"console"', "known by their id"),
    (
        "      console: garden",
        "      ▸matrix: garden",
        "circles.garden.homes.matrix",
        '"matrix"',
        "console, discord, slack",
    ),
    ("    domain: The plots", "    ▸domian: The plots", "circles.garden.domian", '"domian"', 'mean "domain"'),
    ("organisation:\n  id: reef\n", "▸organisation:\n", "organisation.id", "id is missing", "id: …"),
    ("    aim: Beds\n", "", "circles.garden.aim", "aim is missing", "aim: …"),
    ("    domain: The plots\n", "", "circles.garden.domain", "domain is missing", "domain: …"),
    ("  ben:\n    name: Ben\n", "  ▸ben:\n", "members.ben.name", "name is missing", "name: …"),
    ("  admins: [ana]\n", "", "organisation.admins", "admins is missing", "admins: …"),
]
HTTP = [
    (
        "policy:\n  process",
        "▸http: {listen: 127.0.0.1:80}\npolicy:\n  process",
        "http.address",
        "address is missing",
        "address: …",
    ),
    (
        "policy:\n  process",
        "http: {address: https://a.example, ▸adress: x}\npolicy:\n  process",
        "http.adress",
        '"adress"',
        '"address"',
    ),
    *(
        (
            "policy:\n  process",
            f"http: {{▸listen: {listen}, address: https://a.example}}\npolicy:\n  process",
            "http.listen",
            words,
            hint,
        )
        for listen, words, hint in (
            ("8080", "no place to listen", "127.0.0.1:8080"),
            ('":8080"', "no place to listen", "127.0.0.1:8080"),
            ("localhost:0", "no place to listen", "127.0.0.1:8080"),
            ("localhost:65536", "no place to listen", "127.0.0.1:8080"),
            ("a/b:80", "no place to listen", "127.0.0.1:8080"),
        )
    ),
    *(
        (
            "policy:\n  process",
            f"http: {{▸address: {address}}}\npolicy:\n  process",
            "http.address",
            words,
            "https://circlet.example.org",
        )
        for address, words in (
            ("circlet.example.org", "no web address"),
            ("ftp://circlet.example.org", "no web address"),
            ("https://", "no web address"),
            ('"https://a.example:port"', "no web address"),
            ("https://a.example?b", "no web address"),
            ("https://ana:secret@a.example", "no web address"),
            ('"https://a.example/a b"', "no web address"),
            ('"https://[::1"', "no web address"),
            ("http://a.example", "secret addresses"),
        )
    ),
]
IN_CHAT = "organisation:\n  id: reef\n  name: Reef\n  zone: Europe/Berlin\nsetup: chat\n"
EMPTY_OR_MISSHAPEN = [
    ("  name: Reef", "  ▸name:", "organisation.name", "no value", "remove the line"),
    ("  name: Reef", "  ▸name: ''", "organisation.name", "no value", "remove the line"),
    ("  name: Reef", "  ▸name: null", "organisation.name", "no value", "remove the line"),
    ("    lead: ana", "    ▸lead: ~", "circles.garden.lead", "no value", "remove the line"),
    ("      console: garden", "      ▸console: #garden", "circles.garden.homes.console", "no value", '"#garden"'),
    ("  name: Reef", "  ▸name: [Reef]", "organisation.name", "This is a list", ""),
    ("  name: Reef", "  ▸name: {short: Reef}", "organisation.name", "This is a section", ""),
    ("  name: Reef", "  ▸name: 2030", "organisation.name", "read as a number", '"2030"'),
    ("  name: Reef", "  ▸name: true", "organisation.name", "read as a yes-or-no value", '"true"'),
    ("  name: Reef", "  ▸name: 2030-01-31", "organisation.name", "read as a date", '"2030-01-31"'),
    ("  name: Reef", '  ▸name: "Re\\nef"', "organisation.name", "one line", ""),
    ("  name: Reef", "  ▸name: " + "Reef" * 21, "organisation.name", "84 letters long, and 80", "Shorten"),
    ("  admins: [ana]", "  ▸admins: ana", "organisation.admins", "A list is expected", "[ana]"),
    ("  admins: [ana]", "  ▸admins: []", "organisation.admins", "The list is empty", "Name at least one"),
    ("  admins: [ana]", "  ▸admins:", "organisation.admins", "no value", ""),
    ("  admins: [ana]", "  admins: [ana, ▸[ben]]", "organisation.admins.-", "This is a list", ""),
    ("  admins: [ana]", "  admins: [ana, ▸~]", "organisation.admins", "no value", ""),
    (
        "  admins: [ana]",
        "  admins:\n    - ana\n    - ▸ana",
        "organisation.admins",
        '"ana" stands in this list twice',
        "",
    ),
    (
        "    members: [ana, ben]\n    lead",
        "    members: [ana, ben, ▸ben]\n    lead",
        "circles.garden.members",
        "twice",
        "",
    ),
    ("    members: [ana, ben]\n    lead", "    ▸members: []\n    lead", "circles.garden.members", "empty", "Name"),
    ("policy:\n  process: quick", "▸policy:", "policy", "This section is empty", "Fill it in"),
    ("policy:\n  process: quick", "▸policy: {}", "policy", "This section is empty", "Fill it in"),
    ("policy:\n  process: quick", "▸policy: quick", "policy", "key: value", ""),
    ("policy:\n  process: quick", "▸policy: [quick]", "policy", "key: value", ""),
    ("  cem:\n    name: Cem", "  ▸cem: Cem", "members.cem", "key: value", ""),
]
POLICY_VALUES = [
    (
        "quorum: 50%",
        "▸quorum: 140%",
        "circles.garden.policy.quorum",
        "140% is more than everybody.",
        "percentage up to 100%",
    ),
    ("quorum: 50%", "▸quorum: 0", "circles.garden.policy.quorum", "0 asks for nobody", "above 0"),
    ("quorum: 50%", "▸quorum: 0%", "circles.garden.policy.quorum", "0% asks for nobody", "above 0"),
    ("quorum: 50%", "▸quorum: -3", "circles.garden.policy.quorum", "-3 asks for nobody", "above 0"),
    ("quorum: 50%", "▸quorum: half", "circles.garden.policy.quorum", '"half" is not a quorum', "count or a percentage"),
    ("quorum: 50%", "▸quorum: 0.5", "circles.garden.policy.quorum", "0.5 is not a quorum", "mean 50%"),
    ("quorum: 50%", "▸quorum:", "circles.garden.policy.quorum", "no value", ""),
    ("quorum: 50%", "▸quorum: [50%]", "circles.garden.policy.quorum", "This is a list", ""),
    ("process: quick", "▸process: fast", "policy.process", '"fast" is not a choice', "full or quick"),
    ("process: quick", "▸process: ful", "policy.process", '"ful" is not a choice', 'mean "full"'),
    ("process: quick", "▸silence: consent", "policy.silence", "not a choice", 'mean "consents"'),
    ("process: quick", "▸test: everyone", "policy.test", "not a choice", "group, facilitator or objector"),
    ("process: quick", "▸window: 72", "policy.window", "72 is not a length of time", "72h or 90d"),
    ("process: quick", "▸window: 3 days", "policy.window", "3 days", 'mean "3d"'),
    ("process: quick", "▸window: 2 months", "policy.window", "not a length", 'mean "60d"'),
    ("process: quick", "▸window: 0h", "policy.window", "0h is no time at all", "72h or 90d"),
    ("process: quick", "▸window: -5h", "policy.window", "not a length", ""),
    ("process: quick", "▸window: off", "policy.window", '"off" is not a length', ""),
    ("process: quick", "▸review: 3651d", "policy.review", "longer than ten years", ""),
    ("process: quick", "▸review: 99999999999w", "policy.review", "longer than ten years", ""),
    ("process: quick", "▸review:", "policy.review", "no value", ""),
    ("process: quick", "▸review: 2030-01-31", "policy.review", "not a length", ""),
    ("process: quick", "▸expiry: soon", "policy.expiry", "not a length", ""),
    ("process: quick", "▸rounds: 0", "policy.rounds", "0 is not a count", "from 1 to 99"),
    ("process: quick", "▸rounds: three", "policy.rounds", "not a count", "from 1 to 99"),
    ("process: quick", "▸stand_aside: perhaps", "policy.stand_aside", "neither true nor false", "true or false"),
    ("process: quick", "▸objection_reply: 72h and 2 reminders", "policy.objection_reply", "not a length", ""),
    ("process: quick", "▸objection_reply: 72h, 2, 3", "policy.objection_reply", "waiting time", "72h, 2 reminders"),
    ("process: quick", "▸objection_reply: 72h, 50 reminders", "policy.objection_reply", "too many", "at most 10"),
    ("process: quick", "▸reminders: 24h", "policy.reminders", "A list is expected", "[24h]"),
    ("process: quick", "reminders: [half, ▸often]", "policy.reminders", '"often"', "Write half"),
    ("process: quick", "reminders: [24h, ▸24h]", "policy.reminders", "twice", ""),
    ("process: quick", "▸day_starts: 24:00", "policy.day_starts", "24:00 is not a time of day", "00:00 to 23:59"),
    ("process: quick", "▸day_starts: 9am", "policy.day_starts", "9am is not a time of day", "09:00"),
    ("process: quick", "▸quiet_hours: 20:00", "policy.quiet_hours", "not a span", "20:00-08:00"),
    ("process: quick", "▸quiet_hours: 20:00-20:00", "policy.quiet_hours", "both the beginning and the end", "off"),
    ("process: quick", "▸quiet_hours: 20:00-25:00", "policy.quiet_hours", "25:00 is not a time", ""),
]
IDS_ZONES_LANGUAGES = [
    ("  id: reef", "  ▸id: The Reef", "organisation.id", "cannot be an id", 'Perhaps "the-reef"'),
    ("  id: reef", "  ▸id: 4reef", "organisation.id", "cannot be an id", "a letter first"),
    ("  id: reef", "  ▸id: " + "r" * 33, "organisation.id", "cannot be an id", "up to 32"),
    ("  cem:", "  ▸clock:", "members.clock", "meaning of its own", "Choose another"),
    ("  cem:", "  ▸no:", "members.no", "yes, no or nothing", "Choose another"),
    ("  cem:", "  ▸true:", "members.true", "yes, no or nothing", "Choose another"),
    ("  cem:", "  ▸Cem_Y:", "members.Cem_Y", "cannot be an id", 'Perhaps "cem-y"'),
    ("  cem:", "  ▸42:", "members.42", "42 cannot be an id", "a letter first"),
    ("  cem:", "  ▸çem:", "members.çem", "cannot be an id", "a letter first"),
    ("  garden:\n", "  ▸here:\n", "circles.here", "meaning of its own", "Choose another"),
    ("    zone: Asia/Tokyo", "    ▸zone: Asia/Tokio", "members.ben.zone", 'no time zone "Asia/Tokio"', '"Asia/Tokyo"'),
    ("    zone: Asia/Tokyo", "    ▸zone: new york", "members.ben.zone", "no time zone", '"America/New_York"'),
    ("    zone: Asia/Tokyo", "    ▸zone: Atlantis", "members.ben.zone", "no time zone", ""),
    ("    zone: Asia/Tokyo", "    ▸zone: +02:00", "members.ben.zone", "no time zone", ""),
    ("    zone: Asia/Tokyo", "    ▸zone: ../../etc/passwd", "members.ben.zone", "no time zone", ""),
    ("    zone: Asia/Tokyo", "    ▸zone: Europe", "members.ben.zone", "no time zone", ""),
    ("    zone: Asia/Tokyo", "    ▸zone: right/Asia/Tokyo", "members.ben.zone", "no time zone", '"Asia/Tokyo"'),
    ("    zone: Asia/Tokyo", "    ▸language: english", "members.ben.language", "not a language", '"en"'),
    ("    zone: Asia/Tokyo", "    ▸language: pt_BR", "members.ben.language", "not a language", '"pt-BR"'),
    ("    zone: Asia/Tokyo", "    ▸language: portugese", "members.ben.language", "not a language", '"pt"'),
    ("    zone: Asia/Tokyo", "    ▸language: xx", "members.ben.language", "not a language", "pt-BR"),
    (
        "      slack: U0ANA",
        "      ▸slack: ana",
        "members.ana.accounts.slack",
        "not the id of a Slack user",
        "member ID",
    ),
    ('discord: "100000000000000001"', "▸discord: ana#1234", "members.ana.accounts.discord", "Discord user", "17 to 20"),
    ('discord: "100000000000000001"', "▸discord: 1234", "members.ana.accounts.discord", "Discord user", "17 to 20"),
    ("console: garden", '▸slack: "#garden"', "circles.garden.homes.slack", "Slack channel", "C or G"),
    ("console: garden", "▸discord: garden", "circles.garden.homes.discord", "Discord channel", "copy the id"),
    ("console: garden", "▸console: The Garden", "circles.garden.homes.console", "cannot be an id", ""),
]
WHO_AND_WHERE = [
    ("  admins: [ana]", "  admins: [▸anna]", "organisation.admins", 'no member "anna"', 'mean "ana"'),
    ("  admins: [ana]", "  admins: [▸Ana Lima]", "organisation.admins", 'no member "Ana Lima"', "Write the id: ana"),
    ("  admins: [ana]", "  admins: [▸zoe]", "organisation.admins", 'no member "zoe"', "under members:"),
    (
        "    members: [ana, ben]\n    lead",
        "    members:\n    - ana\n    - ben\n    - ▸benn\n    lead",
        "circles.garden.members",
        'no member "benn"',
        'mean "ben"',
    ),
    ("    lead: ana", "    ▸lead: anna", "circles.garden.lead", 'no member "anna"', 'mean "ana"'),
    (
        "    lead: ana",
        "    ▸lead: cem",
        "circles.garden.lead",
        '"cem" is not a member of this circle',
        "Add cem to circles.garden.members",
    ),
    ("    lead: ana", "    ▸facilitator: cem", "circles.garden.facilitator", "not a member", ""),
    ("    lead: ana", "    ▸secretary: cem", "circles.garden.secretary", "not a member", ""),
    ("    lead: ana", "    roles:\n      ▸treasurer: cem", "circles.garden.roles.treasurer", "not a member", ""),
    ("    lead: ana", "    roles:\n      ▸treasurer: zoe", "circles.garden.roles.treasurer", "no member", ""),
    (
        "    lead: ana",
        "    roles:\n      ▸Treasurer: ben",
        "circles.garden.roles.Treasurer",
        "cannot be an id",
        '"treasurer"',
    ),
    ("    lead: ana", "    roles:\n      ▸lead: ben", "circles.garden.roles.lead", "four seats", "directly"),
    ("    delegate: ben", "    ▸delegate: ana", "circles.garden.delegate", "the lead already", "somebody else"),
    (
        "    members: [ana, ben]\n  garden",
        "    members: [ana, ben]\n    ▸delegate: ana\n  garden",
        "circles.whole.delegate",
        "no parent to which",
        "Remove the line",
    ),
    ("    parent: whole", "    ▸parent: hole", "circles.garden.parent", 'no circle "hole"', 'mean "whole"'),
    ("    parent: whole", "    ▸parent: garden", "circles.garden.parent", "ring: garden → garden", ""),
    (
        "    domain: Everything else",
        "    domain: All\n    ▸parent: garden",
        "circles.whole.parent",
        "ring: whole → garden → whole",
        "outside the ring",
    ),
    (
        "    parent: whole\n    members: [ana, ben]\n    lead: ana\n    delegate: ben",
        "    members: [ana]",
        "circles.garden",
        '"whole" is the root already',
        "parent: whole",
    ),
    (
        "  cem:\n    name: Cem",
        "  cem:\n    name: Cem\n    accounts:\n      ▸slack: U0ANA",
        "members.cem.accounts.slack",
        '"ana" has this account already (line 11)',
        "Correct one",
    ),
    (
        "    aim: The whole",
        "    aim: The whole\n    homes: {console: garden}",
        "circles.garden.homes.console",
        '"whole" has this channel already (line 23)',
        "Correct one",
    ),
    (
        "  cem:\n    name: Cem",
        "  cem:\n    name: Cem\n    ▸was: ben",
        "members.cem.was",
        '"ben" is still in this file',
        "",
    ),
    ("  cem:\n    name: Cem", "  cem:\n    name: Cem\n    ▸was: cem", "members.cem.was", "still in this file", ""),
    (
        "    zone: Asia/Tokyo\n  cem:",
        "    was: bo\n  cem:\n    ▸was: bo",
        "members.cem.was",
        '"ben" was "bo" already',
        "",
    ),
    ("    aim: Beds", "    aim: Beds\n    ▸was: whole", "circles.garden.was", "still in this file", ""),
]
PLATFORMS = [
    (
        "policy:\n  process",
        "platforms:\n  slack:\n    ▸token: abc-123-secret\npolicy:\n  process",
        "platforms.slack.token",
        "A secret must not stand in this file.",
        "Write ${NAME} and put the secret in the environment.",
    ),
    (
        "policy:\n  process",
        "platforms:\n  slack:\n    ▸token: $SLACK\npolicy:\n  process",
        "platforms.slack.token",
        "A secret",
        "${NAME}",
    ),
    (
        "policy:\n  process",
        "platforms:\n  ▸slack:\n    workspace: T0REEF\npolicy:\n  process",
        "platforms.slack.token",
        "missing",
        "",
    ),
    (
        "policy:\n  process",
        "platforms:\n  ▸matrix:\n    token: ${M}\npolicy:\n  process",
        "platforms.matrix",
        '"matrix"',
        "discord, slack",
    ),
    (
        "policy:\n  process",
        "platforms:\n  discord:\n    token: ${T}\n    ▸server: Reef\npolicy:\n  process",
        "platforms.discord.server",
        "Discord server",
        "17 to 20",
    ),
]
TABLES = [
    *UNKNOWN_OR_MISSING,
    *EMPTY_OR_MISSHAPEN,
    *POLICY_VALUES,
    *IDS_ZONES_LANGUAGES,
    *WHO_AND_WHERE,
    *PLATFORMS,
    *HTTP,
]


@pytest.mark.parametrize("passage, by, key, message, hint", TABLES)
def test_one_mistake_gives_one_problem_at_its_place(damage, problems_of, passage, by, key, message, hint):
    damaged = damage(passage, by)
    problems = problems_of(damaged.text)
    assert [problem.key for problem in problems] == [key]
    (problem,) = problems
    assert message in problem.message
    assert hint in problem.hint
    if "▸" in by:
        assert (problem.line, problem.column) == (damaged.line, damaged.column)


def test_a_problem_is_printed_with_file_line_column_key_message_and_hint(damage, problems_of):
    (problem,) = problems_of(damage("quorum: 50%", "quorum: 140%").text)
    assert str(problem) == (
        "config.yaml:36:7 circles.garden.policy.quorum: 140% is more than everybody. "
        "Write a count or a percentage up to 100%."
    )


def test_a_missing_key_is_blamed_on_the_section_it_belongs_into(damage, problems_of):
    (problem,) = problems_of(damage("    aim: Beds\n", "").text)
    assert (problem.line, problem.column, problem.key) == (25, 3, "circles.garden.aim")


def test_missing_sections_are_all_named(problems_of):
    problems = problems_of("policy:\n  process: quick\n")
    assert [(p.key, p.line, p.column) for p in problems] == [
        ("organisation", 1, 1),
        ("members", 1, 1),
        ("circles", 1, 1),
    ]


def test_everything_wrong_is_said_at_once_and_from_top_to_bottom(sound, problems_of):
    text = (
        sound.replace("Europe/Berlin", "Europe/Berlinn")
        .replace("admins: [ana]", "admins: [anna, ben, ben]")
        .replace("process: quick", "process: quik")
        .replace("lead: ana", "lead: cem\n    colour: green")
        .replace("quorum: 50%", "quorum: 0%\n      windw: 3d")
    )
    assert [(p.line, p.column, p.key) for p in problems_of(text)] == [
        (4, 3, "organisation.zone"),
        (5, 12, "organisation.admins"),
        (5, 23, "organisation.admins"),
        (18, 3, "policy.process"),
        (31, 5, "circles.garden.lead"),
        (32, 5, "circles.garden.colour"),
        (37, 7, "circles.garden.policy.quorum"),
        (38, 7, "circles.garden.policy.windw"),
    ]


def test_a_member_with_a_broken_entry_is_still_known_elsewhere(sound, problems_of):
    problems = problems_of(sound.replace("  ben:\n    name: Ben\n    zone: Asia/Tokyo\n", "  ben:\n"))
    assert [p.key for p in problems] == ["members.ben"]


def test_a_circle_with_a_broken_entry_is_still_known_as_a_parent(sound, problems_of):
    whole = "  whole:\n    name: Whole\n    aim: The whole\n    domain: Everything else\n    members: [ana, ben]\n"
    assert [p.key for p in problems_of(sound.replace(whole, "  whole:\n"))] == ["circles.whole"]


def test_a_ring_of_three_is_named_once_as_a_path(sound, problems_of):
    circle = "  {}:\n    name: X\n    aim: x\n    domain: x\n    members: [ana]\n    parent: {}\n"
    text = sound + circle.format("one", "three") + circle.format("two", "one") + circle.format("three", "two")
    (problem,) = problems_of(text)
    assert (problem.key, problem.line, problem.column) == ("circles.one.parent", 42, 5)
    assert "one → three → two → one" in problem.message


def test_a_secret_is_never_repeated(damage, problems_of):
    text = damage("policy:\n  process", "platforms:\n  slack:\n    token: xoxb-very-secret\npolicy:\n").text
    assert all("very-secret" not in str(problem) for problem in problems_of(text))


def test_odd_letters_of_a_value_cannot_play_tricks_on_the_terminal(damage, problems_of):
    (problem,) = problems_of(damage("    lead: ana", '    lead: "a\\e[31mna"').text)
    assert "\x1b" not in str(problem)
    (problem,) = problems_of(damage("    lead: ana", '    lead: ana\n    "co\\elour": red').text)
    assert "\x1b" not in str(problem)


def test_a_missing_file(tmp_path):
    file, (problem,) = check(tmp_path / "nowhere.yaml")
    assert file is None
    assert str(problem) == (
        f"{tmp_path / 'nowhere.yaml'}: There is no such file. Check the path, or copy config.example.yaml there."
    )


DISCORD = """\
platforms:
  discord:
    token: ${TOKEN}
    server: "180000000000000001"
    members_intent: true
"""
ROLES = [
    # what stands in the place of the circle's members | what of the platform is missing or added | key | message | hint
    ("{▸discord_role: 1}", ("", ""), "garden.members.discord_role", "1 is not the id of a Discord role", "in quotes"),
    ('{▸role: "190000000000000001"}', ("", ""), "garden.members.role", '"role"', "Write discord_role"),
    ('{▸people: [], discord_role: "190000000000000001"}', ("", ""), "garden.members.people", "empty", "at least one"),
    (
        '{people: [ana, ben, ▸zed], discord_role: "190000000000000001"}',
        ("", ""),
        "garden.members.people",
        'no member "zed"',
        "under members:",
    ),
    ("{▸slack_group: S0GROUP01}", ("", ""), "garden.members.slack_group", "need Slack among the platforms", "slack:"),
    (
        '{people: [ana, ben], ▸discord_role: "190000000000000001"}',
        ("    members_intent: true\n", ""),
        "garden.members.discord_role",
        "Members from a Discord role need the members intent.",
        "your application, Bot, Server Members Intent), then write members_intent: true under platforms.discord.",
    ),
    (
        '{people: [ana, ben], ▸discord_role: "190000000000000001"}',
        ("true", "false"),
        "garden.members.discord_role",
        "need the members intent",
        "Server Members Intent",
    ),
    (
        '{people: [ana, ben], ▸discord_role: "190000000000000001"}',
        ('    server: "180000000000000001"\n', ""),
        "garden.members.discord_role",
        "the server to be named",
        "server:",
    ),
    (
        '{people: [ana, ben], ▸discord_role: "190000000000000001"}',
        (DISCORD, ""),
        "garden.members.discord_role",
        "Discord among the platforms",
        "platforms:",
    ),
]


@pytest.mark.parametrize("members, platform, key, message, hint", ROLES)
def test_members_by_a_role_need_what_the_bot_must_hear(sound, mark, problems_of, members, platform, key, message, hint):
    text = sound.replace("members: [ana, ben]\n    lead", f"members: {members}\n    lead") + DISCORD
    damaged = mark(text.replace(*platform) if platform[0] else text)
    found = [one for one in problems_of(damaged.text) if one.key == f"circles.{key}"]
    assert found, problems_of(damaged.text)
    assert (found[0].line, found[0].column) == (damaged.line, damaged.column)
    assert message in found[0].message
    assert hint in found[0].hint


@pytest.mark.parametrize(
    "leaving, words",
    [
        ("ends", ("is not a choice", "keeps or ends-membership")),
        ("ends-membership", ("Hearing who leaves the server needs the members intent.", "Server Members Intent")),
    ],
)
def test_what_leaving_the_server_means_is_one_of_two_and_needs_to_be_heard(sound, problems_of, leaving, words):
    deaf = DISCORD.replace("    members_intent: true\n", f"    leaving_server: {leaving}\n")
    (problem,) = problems_of(sound + deaf)
    assert problem.key == "platforms.discord.leaving_server"
    assert all(part in str(problem) for part in words), str(problem)


def test_members_by_a_role_alone_are_enough_and_a_role_holder_is_named(sound, read, problems_of):
    alone = sound.replace(
        "    members: [ana, ben]\n    lead: ana\n    delegate: ben\n",
        '    members: {discord_role: "190000000000000001"}\n',
    )
    garden = read(alone + DISCORD).circles["garden"]
    assert (garden.members, garden.groups) == ((), {"discord": "190000000000000001"})
    held = alone.replace("    domain: The plots\n", "    domain: The plots\n    lead: ana\n")
    (problem,) = problems_of(held + DISCORD)
    assert (problem.key, problem.hint) == ("circles.garden.lead", "Add ana to circles.garden.members.people.")


@pytest.mark.parametrize("extra, hears", [("", False), ("    leaving_server: ends-membership\n", True)])
def test_no_more_is_heard_than_the_file_needs(sound, read, extra, hears):
    assert hears_members(read(sound)) is False
    assert hears_members(read(sound + DISCORD + extra)) is hears


def test_a_folder_instead_of_a_file(tmp_path):
    file, (problem,) = check(tmp_path)
    assert file is None
    assert "This is a folder." in problem.message


def test_an_impossible_path():
    file, (problem,) = check("config\0.yaml")
    assert file is None
    assert "cannot be opened" in problem.message


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n", "---\n", "null\n"])
def test_an_empty_file(tmp_path, content):
    path = tmp_path / "config.yaml"
    path.write_text(content)
    file, (problem,) = check(path)
    assert file is None
    assert (problem.line, problem.column, problem.message) == (1, 1, "The file is empty.")


@pytest.mark.parametrize("content", ["- a\n- b\n", "hello\n", "5\n"])
def test_a_file_without_sections(problems_of, content):
    (problem,) = problems_of(content)
    assert "must consist of sections" in problem.message


def test_letters_that_are_not_utf8_are_found_by_line_and_column(tmp_path, sound):
    path = tmp_path / "config.yaml"
    path.write_bytes(sound.replace("Ana Lima", "Añna ~Lima").encode().replace(b"~", b"\xe9"))
    file, (problem,) = check(path)
    assert file is None
    assert (problem.line, problem.column) == (8, 16)
    assert "UTF-8" in problem.message


def test_a_byte_order_mark_does_no_harm(tmp_path, sound):
    path = tmp_path / "config.yaml"
    path.write_text(sound, encoding="utf-8-sig")
    assert check(path)[1] == []


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_bytes(b"#" * 1_000_001)
    file, (problem,) = check(path)
    assert file is None
    assert "larger than 1 MB" in problem.message


def test_checking_reads_the_named_file(tmp_path, sound):
    path = Path(tmp_path / "mine.yaml")
    path.write_text(sound)
    file, problems = check(str(path))
    assert problems == []
    assert file == check_text(sound, "elsewhere.yaml")[0]
    assert file is not None
    assert file.located.file == str(path)


# Set up in the chat


def test_a_file_may_say_that_members_and_circles_are_picked_in_the_chat():
    file, problems = check_text(IN_CHAT, "reef.yaml")
    assert problems == []
    assert (file.in_chat, file.members, file.circles, file.organisation.admins) == (True, {}, {}, ())


@pytest.mark.parametrize("way", ["file", "yes", "Chat", "''"])
def test_there_is_one_way_to_set_up_besides_the_file(way):
    _, problems = check_text(IN_CHAT.replace("chat", way), "reef.yaml")
    assert [problem.key for problem in problems] == ["setup"]


def test_without_saying_so_members_and_circles_are_needed():
    _, problems = check_text(IN_CHAT.replace("setup: chat\n", ""), "reef.yaml")
    missing = {problem.message for problem in problems}
    assert {"members is missing.", "circles is missing.", "admins is missing."} <= missing


def test_an_admin_nobody_knows_is_noted_also_where_it_is_set_up_in_the_chat():
    _, problems = check_text(IN_CHAT.replace("  zone", "  admins: [ana]\n  zone"), "reef.yaml")
    assert [problem.message for problem in problems] == ['There is no member "ana".']


def test_a_file_that_was_set_up_may_still_say_how(sound, read):
    assert set(read(sound + "setup: chat\n").circles) == {"whole", "garden"}


def test_only_where_discord_is_named_it_can_be_set_up_in_the_chat():
    slack = "platforms:\n  slack:\n    token: ${SLACK_BOT_TOKEN}\n    app_token: ${SLACK_APP_TOKEN}\n"
    _, problems = check_text(IN_CHAT + slack, "reef.yaml")
    assert [(one.line, one.key, "Discord only" in one.message) for one in problems] == [(5, "setup", True)]
    _, problems = check_text(IN_CHAT + slack + "  discord:\n    token: ${DISCORD_TOKEN}\n", "reef.yaml")
    assert problems == []


# Check-ins


ASKED = """    homes:
      console: garden
    checkins:
      weekly:
        title: Weekly
        every: {every}
        questions: "text: Done?"
        {rest}
"""


@pytest.mark.parametrize(
    "every, rest, message",
    [
        ("every mon 09:00", "observers: [▸cem]", "is not a member of this circle"),
        ("every mon 09:00", "optional: [ana, ▸cem]", "is not a member of this circle"),
        ("every mon 09:00", "▸open_for: 9d", "Open for 9 days, it would still be open"),
        ("daily 09:00", "▸open_for: 26h", "Open for 26 hours, it would still be open"),
    ],
)
def test_a_check_in_that_could_not_be_applied_is_found_beforehand(damage, problems_of, every, rest, message):
    damaged = damage("    homes:\n      console: garden\n", ASKED.format(every=every, rest=rest))
    (problem,) = problems_of(damaged.text)
    assert (problem.line, problem.column) == (damaged.line, damaged.column)
    assert message in problem.message


def test_who_came_by_a_role_may_be_named_where_a_check_in_asks(damage, read):
    by_role = damage("    homes:\n      console: garden\n", ASKED.format(every="daily 09:00", rest="observers: [cem]"))
    people = '    members:\n      people: [ana, ben]\n      discord_role: "1180000000000000002"\n    lead: ana'
    servers = 'platforms:\n  discord:\n    token: ${T}\n    server: "1180000000000000000"\n    members_intent: true\n'
    text = by_role.text.replace("    members: [ana, ben]\n    lead: ana", people) + servers
    assert read(text).circles["garden"].checkins["weekly"]["observers"] == ["cem"]
