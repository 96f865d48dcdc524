"""The real hledger: the one that is installed, else Debian's package unpacked beside the reports."""

import fcntl
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / ".reports" / "hledger"
UNPACKED = FOLDER / "usr" / "bin" / "hledger"


def hledger() -> str:
    """Where it is; skips where it is not and cannot be fetched."""
    installed = shutil.which("hledger")
    return installed or _fetched()


def _fetched() -> str:
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        pytest.skip("there is no hledger, and no apt to fetch it with")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # tests run in several processes
        if not UNPACKED.is_file():
            _unpack()
    if not UNPACKED.is_file() or not _runs():
        pytest.skip("there is no hledger, and it could not be fetched")
    return str(UNPACKED)


def _unpack() -> None:
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(["apt-get", "download", "hledger"], cwd=FOLDER, check=False, capture_output=True, timeout=30)
    for package in FOLDER.glob("hledger_*.deb"):
        subprocess.run(["dpkg", "-x", package.name, "."], cwd=FOLDER, check=False, capture_output=True)


def _runs() -> bool:
    return subprocess.run([UNPACKED, "--version"], check=False, capture_output=True).returncode == 0


def balances(program: str, file: Path) -> dict[tuple[str, str], str]:
    """What hledger makes of a journal, by account and unit, in digits. Fails where it refuses the file."""
    command = [program, "-f", str(file), "--strict", "balance", "--flat", "--layout=bare", "--output-format=csv", "-E"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=50)
    assert done.returncode == 0, done.stderr
    rows = [line.strip('"').split('","') for line in done.stdout.splitlines()[1:]]
    return {(account, unit): amount for account, unit, amount in rows if account != "total"}


def refusal(program: str, file: Path) -> str:
    """What hledger says is wrong, empty when nothing is."""
    done = subprocess.run([program, "-f", str(file), "--strict", "check"], capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""


def printed(program: str, file: Path, query: str) -> str:
    """The entries that hledger finds by a query, as it writes them."""
    command = [program, "-f", str(file), "--strict", "print", query]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
