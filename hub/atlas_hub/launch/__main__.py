"""`python -m atlas_hub.launch`: checks, prepares, starts, tells, waits, and ends what it started.

run      (default) start Atlas and stay; Ctrl-C or SIGTERM ends every process of it
status   say what is well; exit status 1 when something is not
stop     end the Atlas that uses this state folder, wherever it was started
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TextIO

from atlas_hub import servers
from atlas_hub.accounts import AccountsError, load, make_demo_accounts
from atlas_hub.launch import checks, health, supervisor
from atlas_hub.launch.checks import RefusedError
from atlas_hub.launch.programs import PROGRAMS, environ_of
from atlas_hub.processes import Recorded, end, read, wait_until
from atlas_hub.settings import Settings, SettingsError
from atlas_hub.state import StateFolder

ESSENTIAL = frozenset({"proxy", "hub", "api"})
ESSENTIAL_WITHIN_S = 90.0
OTHERS_WITHIN_S = 10.0
SUPERVISOR_STOP_S = 8.0
PREPARE_TIMEOUT_S = 120
SUPERVISOR_LASTS_S = 10
LAUNCHER = "launcher"


class StoppedError(Exception):
    """The operator asked Atlas to end."""


def say(text: str = "") -> None:
    """Tell the operator, at once also through a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def raise_stopped(number: int, frame: FrameType | None) -> None:
    """Turn the first signal into an exception; later ones do not disturb the clean-up."""
    for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(which, signal.SIG_IGN)
    raise StoppedError(signal.Signals(number).name)


def take_lock(state: StateFolder) -> TextIO:
    """Hold the state folder for as long as this process lives, or say who does."""
    lock = (state.run / "lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = read(state.run / f"{LAUNCHER}.json")
        raise RefusedError(
            f"Atlas already runs with {state.root} (process {holder.pid if holder else 'unknown'}):"
            " stop it with Ctrl-C there, or set ATLAS_STATE and ATLAS_PORT for a second one."
        ) from None
    Recorded.of(os.getpid()).save(state.run / f"{LAUNCHER}.json")
    return lock


def end_leftovers(state: StateFolder) -> int:
    """End what a run that was killed left behind, learners' servers excepted; returns how many.

    The supervisor first: it would start again what is ended before it.
    """
    count = 0
    for names in ([supervisor.RECORD], [program.name for program in PROGRAMS]):
        records = [read(state.run / f"{name}.json") for name in names]
        running = [record for record in records if record and record.process()]
        end(running, grace_s=5)
        count += len(running)
        for name in names:
            (state.run / f"{name}.json").unlink(missing_ok=True)
    return count


def run_once(settings: Settings, state: StateFolder, name: str, module: str, *rest: str) -> None:
    """Run a Python module to its end, in the environment of the program `name` (its room's).

    RefusedError with its last words when it fails.
    """
    program = next(program for program in PROGRAMS if program.name == name)
    log = state.log / f"{module.rpartition('.')[2]}.log"
    with log.open("wb") as out:
        ended = subprocess.run(
            [str(settings.prefix / "bin" / "python"), "-m", module, *rest],
            env=environ_of(program, settings, state, os.environ),
            cwd=state.root,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            timeout=PREPARE_TIMEOUT_S,
            check=False,
        )
    if ended.returncode:
        last = log.read_text(errors="replace").strip().splitlines()[-1:] or ["no words"]
        raise RefusedError(f"The step {module} failed ({last[0]}): see {log}.")


def prepare(settings: Settings) -> tuple[Settings, list[str]]:
    """Everything before the first program; returns the settings that hold, and notes to tell."""
    state = StateFolder(settings.state)
    left = end_leftovers(state)
    notes = [f"Ended {left} processes that a killed run had left."] if left else []
    checks.ports(settings)
    checks.catalogue(state)
    if settings.confined and (why := checks.confinement(settings)):
        settings = replace(settings, confined=False)
        notes.append(
            f"Servers can't be confined here ({why}): Atlas serves one person, sign in as admin."
        )
    elif settings.confined:
        notes += checks.unenforced(settings)
    else:
        notes.append("ATLAS_CONFINED=0: Atlas serves one person, sign in as admin.")
    make_demo_accounts(state, settings.courses)
    load(state.accounts)
    state.rules.touch(mode=0o600)
    run_once(settings, state, "api", "atlas_api.migrate")
    out = str(state.fingerprints)
    run_once(settings, state, "worker", "atlas_grading.fingerprints", "--out", out)
    return settings, notes


def wait_healthy(settings: Settings, running: subprocess.Popen[bytes]) -> list[str]:
    """Wait until every part is well; returns a note for each that Atlas can begin without.

    RefusedError names a part that it can't begin without, and its log.
    """
    log = StateFolder(settings.state).log
    parts: list[health.Health] = []

    def done(names: frozenset[str] | None) -> bool:
        nonlocal parts
        parts = health.look(settings)
        wanted = [part for part in parts if names is None or part.part in names]
        return all(part.well for part in wanted) or running.poll() is not None

    wait_until(lambda: done(ESSENTIAL), ESSENTIAL_WITHIN_S, every_s=0.3)
    wait_until(lambda: done(None), OTHERS_WITHIN_S, every_s=0.3)
    if running.poll() is not None:
        raise RefusedError(f"The supervisor ended at once: see {log / 'supervisor.log'}.")
    ill = [part for part in parts if not part.well]
    for part in ill:
        if part.part in ESSENTIAL:
            raise RefusedError(
                f"{part.part} is not well ({part.why}) after {ESSENTIAL_WITHIN_S:.0f} s: see "
                f"{log / f'{part.part}.log'}."
            )
    return [
        f"{part.part} is not well yet ({part.why}): Atlas runs without it and goes on trying; "
        f"see {log}."
        for part in ill
    ]


def tell(settings: Settings, notes: list[str], took_s: float) -> None:
    """Say where Atlas is, who may sign in, and how it ends."""
    state = StateFolder(settings.state)
    say(f"\nAtlas is ready after {took_s:.1f} s:  {settings.public_url}\n")
    if state.demo_passwords.exists():
        say(f"  Demo accounts (also in {state.demo_passwords}):")
        for line in state.demo_passwords.read_text().splitlines():
            say(f"    {line}")
    say(f"  State:  {state.root}")
    say(f"  Logs:   {state.log}")
    for note in notes:
        say(f"  Note:   {note}")
    say("  Stop:   Ctrl-C\n")


def end_everything(state: StateFolder, running: subprocess.Popen[bytes] | None) -> None:
    """End the programs and the servers; what the hub may still have started comes last."""
    for server in servers.recorded(state.servers):
        servers.ask(server)
    if running:
        running.terminate()
        try:
            running.wait(SUPERVISOR_STOP_S)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
    end_leftovers(state)
    servers.end_all(servers.recorded(state.servers))
    for record in state.servers.glob("*"):
        record.unlink()
    (state.run / f"{LAUNCHER}.json").unlink(missing_ok=True)


def run(settings: Settings) -> int:
    """Start Atlas and stay until a signal; returns the exit status."""
    began = time.monotonic()
    os.umask(0o077)  # logs and records are the operator's alone
    state = StateFolder(settings.state)
    checks.state_folder(state)
    lock = take_lock(state)
    for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(which, raise_stopped)
    running: subprocess.Popen[bytes] | None = None
    try:
        say("Atlas is starting.")
        settings, notes = prepare(settings)
        given = dict(os.environ) | {"PATH": supervisor.program_path(settings, os.environ)}
        running = supervisor.start(settings, given)
        notes += wait_healthy(settings, running)
        tell(settings, notes, time.monotonic() - began)
        while True:
            since = time.monotonic()
            status = running.wait()
            ended = f"The supervisor ended with status {status}, see {state.log / 'supervisor.log'}"
            if time.monotonic() - since < SUPERVISOR_LASTS_S:
                raise RefusedError(f"{ended}. It had just been started: start Atlas again.")
            say(f"{ended}. It is started again.")
            end_leftovers(state)
            running = supervisor.start(settings, given)
    except StoppedError as stopped:
        say(f"\n{stopped}: ending Atlas.")
        return 0
    finally:
        end_everything(state, running)
        lock.close()
        say("Atlas has ended.")


def show_status(settings: Settings) -> int:
    """Print one line a part."""
    parts = health.look(settings)
    for part in parts:
        say(f"{part.part:<10} {'well' if part.well else 'NOT WELL: ' + part.why}")
    count = len(servers.recorded(StateFolder(settings.state).servers))
    say(f"{count} servers run.")
    return 0 if all(part.well for part in parts) else 1


def stop(settings: Settings) -> int:
    """End the Atlas of this state folder, or what a killed one left."""
    state = StateFolder(settings.state)
    if not state.run.exists():
        say(f"No Atlas has run with {state.root}: name its folder in ATLAS_STATE.")
        return 1
    launcher = read(state.run / f"{LAUNCHER}.json")
    if launcher and launcher.process():
        end([launcher], grace_s=20, group=False)
    end_everything(state, None)
    say("Atlas has ended.")
    return 0


COMMANDS = {"run": run, "status": show_status, "stop": stop}


def main(arguments: list[str]) -> int:
    """Choose the command; every refusal is one sentence on standard error, with status 1."""
    name = arguments[0].removeprefix("--") if arguments else "run"
    if name not in COMMANDS or len(arguments) > 1:
        sys.stderr.write(f"{Path(__file__).parent.name}: say one of {', '.join(COMMANDS)}.\n")
        return 2
    try:
        return COMMANDS[name](Settings.from_environ(os.environ))
    except (RefusedError, SettingsError, AccountsError) as error:
        sys.stderr.write(f"atlas: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
