"""Reads the sections of a config file into the model; what is unusable is noted and left empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from bot.config.checkins import read_checkins
from bot.config.identities import (
    ACCOUNT_FORMS,
    GROUP_FORMS,
    HOME_FORMS,
    SERVER_FORMS,
    identifier,
    language,
    reference,
    zone,
)
from bot.config.model import GROUP_KEYS, SEATS, Circle, ConfigFile, Member, Organisation, Platform
from bot.config.places import Located
from bot.config.policy_keys import POLICY_KEYS, read_policy
from bot.config.problems import Problems, Unfit, shown
from bot.config.roles import read_roles
from bot.config.sections import Section, attempt
from bot.config.serving import read_http
from bot.config.values import boolean, one_of, plain_units, treasury
from bot.config.yaml_tree import Branch

LONGEST_NAME = 80
LONGEST_SENTENCE = 1000
USUAL_LANGUAGE = "en"

FILE_KEYS = ("organisation", "members", "policy", "circles", "platforms", "http", "setup")
REQUIRED = ("organisation", "members", "circles")
REQUIRED_IN_CHAT = ("organisation",)
ORGANISATION_KEYS = ("id", "name", "zone", "language", "admins", "units", "treasury")
MEMBER_KEYS = ("name", "zone", "language", "accounts", "was")
CIRCLE_KEYS = (
    "name",
    "aim",
    "domain",
    "parent",
    "members",
    *SEATS,
    "roles",
    "homes",
    "private",
    "policy",
    "checkins",
    "zone",
    "was",
)
SECRETS = {"discord": ("token",), "slack": ("token", "app_token", "signing_secret")}
SERVERS = {"discord": "server", "slack": "workspace"}
LEAVING = {"discord": "leaving_server", "slack": "leaving_workspace"}
ON_DISCORD = ("members_intent",)
KEEPS, ENDS = "keeps", "ends-membership"
"""What leaving the server, or being deactivated in the workspace, means for somebody's seats."""

UNDER_POLICY = "It is a key of the policy: put it under policy:, two spaces further in."
BELONGS_UNDER_POLICY = dict.fromkeys(POLICY_KEYS, UNDER_POLICY)
CONSOLE_NEEDS_NO_ACCOUNT = {"console": "In the console a person is known by their id; nothing needs to be written."}
NOT_IN_A_CIRCLE = BELONGS_UNDER_POLICY | {
    "admins": "Admins are named once, under organisation:.",
    "mediator": "It is a further role: put it under roles:.",
    "treasurer": "It is a further role: put it under roles:.",
}


def read_file(tree: Branch, located: Located, problems: Problems) -> ConfigFile:
    """The whole file; sections that start with x- are the admin's own, a place for anchors."""
    ours = {name: value for name, value in tree.entries.items() if not name.startswith("x-")}
    in_chat = "setup" in ours
    required = REQUIRED_IN_CHAT if in_chat else REQUIRED
    file = Section(Branch(tree.path, tree.place, ours), problems, FILE_KEYS, required, BELONGS_UNDER_POLICY)
    file.read("setup", _where_set_up)
    return ConfigFile(
        organisation=_organisation(file, in_chat, problems),
        members={name: _member(name, branch, problems) for name, branch in _named(file, "members", problems)},
        policy=read_policy(file.branch("policy"), problems),
        circles={name: _circle(name, branch, problems) for name, branch in _named(file, "circles", problems)},
        platforms=_platforms(file, problems),
        http=read_http(file, problems),
        in_chat=in_chat,
        located=located,
    )


def _named(file: Section, key: str, problems: Problems) -> list[tuple[str, Branch]]:
    named = list(file.branches(key))
    for name, branch in named:
        attempt(branch.path, branch.place, partial(identifier, name), problems)
    return named


def _where_set_up(text: str) -> str:
    if text != "chat":
        raise Unfit(f"{shown(text)} is no way to set up.", "Write setup: chat, or remove the line.")
    return text


def _organisation(file: Section, in_chat: bool, problems: Problems) -> Organisation:
    branch = file.branch("organisation")
    if branch is None:
        return Organisation("", "", "", "", ())
    section = Section(branch, problems, ORGANISATION_KEYS, ("id", "name", "zone", *(() if in_chat else ("admins",))))
    return Organisation(
        id=section.read("id", identifier) or "",
        name=section.text("name", LONGEST_NAME),
        zone=section.read("zone", zone) or "",
        language=section.read("language", language) or USUAL_LANGUAGE,
        admins=section.names("admins"),
        units=section.read("units", plain_units) or "",
        treasury=section.read("treasury", treasury) or "",
    )


def _member(name: str, branch: Branch, problems: Problems) -> Member:
    section = Section(branch, problems, MEMBER_KEYS, ("name",))
    return Member(
        id=name,
        name=section.text("name", LONGEST_NAME),
        zone=section.read("zone", zone),
        language=section.read("language", language),
        accounts=_ids_by_platform(section.branch("accounts"), ACCOUNT_FORMS, problems, CONSOLE_NEEDS_NO_ACCOUNT),
        was=section.read("was", identifier),
    )


def _circle(name: str, branch: Branch, problems: Problems) -> Circle:
    section = Section(branch, problems, CIRCLE_KEYS, ("name", "aim", "domain", "members"), NOT_IN_A_CIRCLE)
    members, groups = _members(section, problems)
    roles, terms = read_roles(section, problems)
    return Circle(
        id=name,
        name=section.text("name", LONGEST_NAME),
        aim=section.text("aim", LONGEST_SENTENCE),
        domain=section.text("domain", LONGEST_SENTENCE),
        parent=section.read("parent", str),
        members=members,
        roles=roles,
        homes=_ids_by_platform(section.branch("homes"), HOME_FORMS, problems),
        private=section.read("private", boolean) or False,
        policy=read_policy(section.branch("policy"), problems),
        zone=section.read("zone", zone),
        was=section.read("was", identifier),
        groups=groups,
        checkins=read_checkins(section, problems),
        terms=terms,
    )


def _members(section: Section, problems: Problems) -> tuple[tuple[str, ...], dict[str, str]]:
    """The people of a circle, as a list or beside the role or user group that makes members too."""
    if not section.has_branch("members"):
        return section.names("members"), {}
    branch = section.branch("members")
    if branch is None:
        return (), {}
    inner = Section(branch, problems, ("people", *GROUP_KEYS.values()), advice=_NOT_BESIDE_PEOPLE)
    read = {platform: inner.read(key, GROUP_FORMS[platform]) for platform, key in GROUP_KEYS.items()}
    return inner.names("people"), {platform: found for platform, found in read.items() if found is not None}


_NOT_BESIDE_PEOPLE = {"role": "Write discord_role, with the id of the role.", "slack_role": "Write slack_group."}


def _ids_by_platform(
    branch: Branch | None,
    forms: Mapping[str, Callable[[str], str]],
    problems: Problems,
    advice: Mapping[str, str] | None = None,
) -> dict[str, str]:
    if branch is None:
        return {}
    section = Section(branch, problems, tuple(forms), advice=advice)
    read = {platform: section.read(platform, form) for platform, form in forms.items()}
    return {platform: found for platform, found in read.items() if found is not None}


def _platforms(file: Section, problems: Problems) -> dict[str, Platform]:
    branch = file.branch("platforms")
    if branch is None:
        return {}
    section = Section(branch, problems, tuple(SECRETS))
    return {name: _platform(name, inner, problems) for name in SECRETS if (inner := section.branch(name))}


def _platform(name: str, branch: Branch, problems: Problems) -> Platform:
    server = SERVERS[name]
    known = (*SECRETS[name], server, LEAVING[name], *(ON_DISCORD if name == "discord" else ()))
    section = Section(branch, problems, known, ("token",))
    secrets = {key: section.read(key, reference) for key in SECRETS[name]}
    place = section.read(server, SERVER_FORMS[name])
    return Platform(
        name,
        {server: place} if place else {},
        {key: held for key, held in secrets.items() if held},
        members_intent=section.read("members_intent", boolean) or False,
        leaving_ends=section.read(LEAVING[name], one_of(KEEPS, ENDS)) == ENDS,
    )
