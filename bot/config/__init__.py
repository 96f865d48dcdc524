"""Reads, checks and compares the organisation's config file, without touching the store or a platform."""

from bot.config.changes import (
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
)
from bot.config.checking import check, check_text
from bot.config.comparing import difference
from bot.config.document import Document, to_document
from bot.config.group_checks import hears_members, people_on_slack
from bot.config.model import Circle, ConfigFile, Member, Organisation, Platform
from bot.config.places import KeyPath, Located, Place
from bot.config.policy_keys import DEFAULTS, POLICY_KEYS, PolicyKey, PolicyValue
from bot.config.problems import Problem

__all__ = [
    "DEFAULTS",
    "POLICY_KEYS",
    "AccountAdded",
    "AccountRemoved",
    "AdminsSet",
    "Change",
    "Circle",
    "CircleClosed",
    "CircleFounded",
    "CircleRenamed",
    "CircleSet",
    "ConfigFile",
    "Document",
    "GroupSet",
    "HomeRemoved",
    "HomeSet",
    "KeyPath",
    "Located",
    "Member",
    "MemberAdded",
    "MemberRemoved",
    "Organisation",
    "OrganisationSet",
    "PersonJoins",
    "PersonLeaves",
    "PersonRenamed",
    "PersonSeeded",
    "Place",
    "Platform",
    "PolicyKey",
    "PolicyRemoved",
    "PolicySet",
    "PolicyValue",
    "Problem",
    "RoleSet",
    "check",
    "check_text",
    "difference",
    "hears_members",
    "people_on_slack",
    "to_document",
]
