"""A signal ends the program, also where the terminal takes nothing any more or is gone."""

import os
import select
import signal
import subprocess
import sys

import pytest

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

LIMIT = 20.0
"""Seconds that anything may take."""
BEGIN = """
import asyncio, threading
from ofsted_tui.tui import lifeline
lifeline._GRACE_SECONDS = 0.2
async def main():
    loop = asyncio.get_running_loop()
    ended = loop.create_future()
    lifeline.catch_signals(ended.set_result)
    print("ready", flush=True)
    {then}
    print("ended in order", await ended, flush=True)
{before}
asyncio.run(main())
"""


def begun(then: str, before: str = "", **streams) -> subprocess.Popen:
    code = BEGIN.format(then=then, before=before)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, **streams)


def ended(process: subprocess.Popen) -> tuple[int, str]:
    try:
        said, _ = process.communicate(timeout=LIMIT)
    finally:
        process.kill()
    return process.returncode, said


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT"])
def test_a_signal_ends_it_in_order(name):
    number = getattr(signal, name)
    process = begun("pass")
    process.stdout.readline()
    process.send_signal(number)
    assert ended(process) == (0, f"ended in order {128 + number}\n")


def test_one_that_came_before_counts():
    before = f"import signal; lifeline.hold_signals(); signal.raise_signal({int(signal.SIGTERM)})"
    assert ended(begun("pass", before)) == (0, f"ready\nended in order {128 + signal.SIGTERM}\n")


def test_what_waits_without_end_is_ended_all_the_same():
    process = begun("lock = threading.Lock(); lock.acquire(); lock.acquire()")
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    assert ended(process) == (128 + signal.SIGTERM, "")


def test_a_terminal_that_is_gone_is_as_a_signal():
    """Its own: the process is not the one that a terminal tells, as under `setsid` or in a container."""
    master, slave = pty.openpty()
    process = begun("pass", stdin=slave, start_new_session=True)
    os.close(slave)
    process.stdout.readline()
    assert process.poll() is None
    os.close(master)
    assert ended(process) == (0, f"ended in order {128 + signal.SIGHUP}\n")


def test_a_terminal_full_of_what_nobody_reads_does_not_hold_it_up(tmp_path):
    """Textual's thread that writes waits for the terminal, and the app for that thread."""
    (tmp_path / "sitecustomize.py").write_text(
        "from ofsted_tui.tui import lifeline\nlifeline._GRACE_SECONDS = 0.5\n", encoding="utf-8"
    )
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (40, 120))
    arguments = [sys.executable, "-m", "ofsted_tui", "--db", str(tmp_path / "reviews.db")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path[1:]])}
    process = subprocess.Popen(
        arguments, stdin=slave, stdout=slave, stderr=slave, start_new_session=True, env=environment
    )
    try:
        written = b""
        while b"all is saved" not in written:
            assert select.select([master], [], [], LIMIT)[0]
            written += os.read(master, 1 << 16)
        os.write(master, b"j1" * 200)
        while not is_full(slave):
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 128 + signal.SIGTERM
    finally:
        process.kill()
        process.wait()
        os.close(slave)
        os.close(master)


def is_full(terminal: int) -> bool:
    """Tell whether a terminal takes nothing more, and goes on so for a moment."""
    return not select.select([], [terminal], [], 0.2)[1]
