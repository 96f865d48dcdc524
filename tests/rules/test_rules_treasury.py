"""The port to where money really moves: what every mode promises, and that another one needs nothing of the feature."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from governance_core.budgets.messages import Allocate
from governance_core.budgets.paying_messages import RecordPayment, RecordRefund
from governance_core.budgets.request_messages import ApproveRequest, RequestMoney
from governance_core.budgets.request_model import Request, Standing
from governance_core.budgets.treasury import MODES, Claim, NoSuchTreasury, Recorded, Treasury
from governance_core.circles.messages import DescribeOrganisation, SetPolicy
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CONFIG, StreamId
from governance_core.kernel.money import Unit
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, BEN, COMMONS, FAY, GARDEN, MONDAY
from tests.rules.world import World

B1 = StreamId("B-1")
SUNDAY = MONDAY - timedelta(days=1)


class NotInTheVault(Refusal):
    code = "not_in_the_vault"
    template = "The vault knows nothing of {reference}, so nothing was recorded. Check the reference and try again."


@dataclass
class Vault:
    """A mode that knows what moved: by reference, how much and when."""

    moved: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def confirmed(self, claim: Claim) -> datetime:
        minor, at = self.moved.get(claim.reference, (0, claim.now))
        if minor != (-claim.minor if claim.back else claim.minor):
            raise NotInTheVault(field="ref", reference=claim.reference)
        return at


CLAIM = Claim(B1, GARDEN, 20_000, Unit("EUR", 2), "A shop", FAY, "T-1", SUNDAY, MONDAY)
KNOWING = Vault({"T-1": (20_000, SUNDAY), "T-2": (-500, MONDAY)})


@pytest.mark.parametrize("mode", [*MODES.values(), KNOWING], ids=lambda mode: type(mode).__name__)
@pytest.mark.parametrize("claim", [CLAIM, replace(CLAIM, reference="T-2", minor=500, back=True)])
def test_every_treasury_says_the_same_of_the_same_claim_and_nothing_of_the_future(mode: Treasury, claim: Claim) -> None:
    at = mode.confirmed(claim)
    assert mode.confirmed(claim) == at
    assert (at.tzinfo, at <= claim.now) == (UTC, True)


@pytest.mark.parametrize("mode", [*MODES.values(), KNOWING, Vault()], ids=lambda mode: type(mode).__name__)
def test_a_treasury_that_knows_nothing_of_it_says_what_to_do(mode: Treasury) -> None:
    try:
        mode.confirmed(replace(CLAIM, reference="T-3"))
    except Refusal as refusal:
        helpful(words_of(refusal, World.founded().people))


def test_recording_takes_the_word_of_whoever_keeps_the_purse() -> None:
    assert Recorded().confirmed(CLAIM) == SUNDAY


@pytest.fixture
def promised() -> World:
    """Fay keeps the purse of everything, and 200 euros are promised to Ben."""
    world = World.founded()
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="approve_up_to", value="450 EUR"))
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=GARDEN, amount="500"))
    world.does(BEN, RequestMoney(circle=GARDEN, amount="200", purpose="Gauges", payee="A shop"))
    world.does(ANA, ApproveRequest(id=B1))
    return world


def chosen(world: World, mode: str) -> None:
    told = world.circles.organisation
    command = DescribeOrganisation(name=told.name, zone=told.zone, language=told.language, admins=None, treasury=mode)
    world.does(CONFIG, command)


def test_another_treasury_is_chosen_by_name_and_asked_before_anything_is_recorded(
    promised: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault()
    monkeypatch.setitem(MODES, "vault", vault)
    chosen(promised, "vault")
    pays = RecordPayment(id=B1, ref="T-1")
    assert type(promised.refuses(FAY, pays)) is NotInTheVault
    vault.moved["T-1"] = (20_000, SUNDAY)
    promised.does(FAY, pays)
    state: Request = promised.memory.state(B1)
    assert (state.standing, state.payments[0].on) == (Standing.CLOSED, SUNDAY)
    back = RecordRefund(id=B1, ref="T-2", amount="5")
    assert type(promised.refuses(FAY, back)) is NotInTheVault
    vault.moved["T-2"] = (-500, MONDAY)
    promised.does(FAY, back)
    assert promised.memory.state(B1).refunded == 500


def test_a_treasury_that_the_program_does_not_have_records_nothing(promised: World) -> None:
    chosen(promised, "vault")
    refusal = promised.refuses(FAY, RecordPayment(id=B1, ref="T-1"))
    assert type(refusal) is NoSuchTreasury
    helpful(words_of(refusal, promised.people))
    chosen(promised, "")
    promised.does(FAY, RecordPayment(id=B1, ref="T-1"))
