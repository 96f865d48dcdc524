"""The one door: everything that changes anything enters here, inside one transaction of the store."""

from governance_core.application.identity import identified, permitted
from governance_core.application.receipt import Receipt, feature_of
from governance_core.application.transaction import Transaction
from governance_core.feature import Features
from governance_core.kernel.ids import Actor, DeliveryKey
from governance_core.kernel.message import Command
from governance_core.ports import Acknowledgement, Store, Work


def execute(command: Command, by: Actor, delivery: DeliveryKey | None, work: Work, features: Features) -> Receipt:
    """Carry a command out once. Raises a Refusal when the rules say no; then nothing is changed.

    When alarms were due and then the command was refused, the alarms stand and the receipt has the refusal.
    """
    if delivery is not None and (done := carried_out_before(delivery, by, work, features)):
        return done
    by = identified(by, work)
    permitted(command, by, work)
    transaction = Transaction(work, features)
    receipt = transaction.attempt(command, by)
    transaction.save(work)
    if delivery is not None and receipt.refusal is None:
        work.remember(delivery, Acknowledgement(receipt.stream, receipt.version, len(receipt.events)))
    return receipt


async def perform(
    command: Command, by: Actor, delivery: DeliveryKey | None, store: Store, org: str, features: Features
) -> Receipt:
    """Execute through a store and wait until it is durable. Raises the Refusal, if that is the outcome."""
    receipt = await store.transact(org, lambda work: execute(command, by, delivery, work, features))
    if receipt.refusal is not None:
        raise receipt.refusal
    return receipt


def carried_out_before(delivery: DeliveryKey, by: Actor, work: Work, features: Features) -> Receipt | None:
    """The receipt of a delivery that came before; None where it is new."""
    done = work.seen(delivery)
    if done is None:
        return None
    first = done.version - done.count + 1
    events = tuple(one.event for one in work.recorded(done.stream, first, done.version)) if done.count else ()
    feature = feature_of(done.stream, features)
    by = identified(by, work)
    return Receipt(done.stream, done.version, events, work.state(done.stream), by, feature, repeated=True)
