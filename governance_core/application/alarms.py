"""Pressing what is due: an ordinary function for the loop that sweeps the alarms."""

from governance_core.application.transaction import Transaction
from governance_core.feature import Features
from governance_core.kernel.ids import DeliveryKey
from governance_core.kernel.time import iso
from governance_core.ports import Acknowledgement, Due, Work


def press(due: Due, work: Work, features: Features) -> bool:
    """Carry out everything due on a stream, once. False when it was done meanwhile (a late sweep is harmless)."""
    delivery = DeliveryKey("alarm", f"{due.stream}:{due.alarm.name}:{iso(due.alarm.due)}")
    if work.seen(delivery) is not None:
        return False
    transaction = Transaction(work, features)
    before = transaction.version(due.stream)
    transaction.ring(due.stream)
    transaction.save(work)
    version = transaction.version(due.stream)
    work.remember(delivery, Acknowledgement(due.stream, version, version - before))
    return version > before
