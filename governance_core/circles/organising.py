"""What the config says of the whole: who it is, and the units it counts; one that is in use stays as it is."""

from governance_core.circles.events import OrganisationDescribed
from governance_core.circles.messages import DescribeOrganisation
from governance_core.circles.model import Circles, Organisation
from governance_core.circles.policy import LIMITS
from governance_core.kernel.errors import Invalid, Refusal
from governance_core.kernel.message import Event
from governance_core.kernel.money import Unit
from governance_core.kernel.units import require_known, units_of, units_said

UNITS = "units"
"""The field of an organisation's description that holds its units."""


class UnitInUse(Refusal):
    """What was entered in a unit could not be read any more."""

    code = "unit_in_use"
    template = (
        "Amounts are entered in {unit} with {smallest} as the smallest, and the ledger is for ever, so that stays. "
        "Write {smallest} {unit} among the units again; another unit can stand beside it."
    )


def described(command: DescribeOrganisation, state: Circles, in_use: tuple[Unit, ...]) -> tuple[Event, ...]:
    """The organisation as the config describes it. Raises Invalid and UnitInUse."""
    before = state.organisation
    admins = before.admins if command.admins is None else command.admins
    units = before.units if command.units is None else _units(command.units, in_use)
    treasury = before.treasury if command.treasury is None else command.treasury
    now = Organisation(command.name, command.zone, command.language, admins, units, treasury)
    event = OrganisationDescribed(
        name=now.name, zone=now.zone, language=now.language, admins=now.admins, units=now.units, treasury=treasury
    )
    return () if now == before else (event,)


def _units(said: str, in_use: tuple[Unit, ...]) -> str:
    try:
        units = units_of(said)
    except ValueError as reason:
        raise Invalid(field=UNITS, problem=f"{reason}.", fix="Change it and apply the file again.") from None
    for unit in in_use:
        if unit not in units:
            raise UnitInUse(field=UNITS, unit=unit.code, smallest=units_said([unit]).partition(" ")[0])
    return units_said(units)


def require_units(key: str, value: str, state: Circles) -> None:
    """The limits of a rule are in units that there are. Raises Invalid."""
    limits = value.split(", ") if key in LIMITS and value != "off" else ()
    for limit in limits:
        try:
            require_known(limit, state.organisation.plain_units)
        except ValueError as reason:
            raise Invalid(field=key, problem=f"{reason}.", fix="Change it and send it again.") from None
