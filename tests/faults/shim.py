"""The library preloaded into a program to record or break what it does to files: see power_shim.c."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.folders import ROOT

SOURCE = Path(__file__).with_name("power_shim.c")
SECONDS = 120


def why_not() -> str:
    """Return why this machine cannot build or preload it; empty where it can."""
    if sys.platform != "linux":
        return "files are recorded by a library preloaded on Linux only"
    return "" if shutil.which("gcc") else "there is no gcc to build the recorder with"


def built(folder: Path) -> Path:
    """Build the library in a folder and return its path; raise CalledProcessError."""
    library = folder / "shim.so"
    command = ["gcc", "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)
    return library


def environment() -> dict[str, str]:
    """Return the variables with which another Python finds this package and the program."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def run(library: Path, folder: Path, arguments: list[str], variables: Mapping[str, str]) -> str:
    """Run a module of this package with the library; return what it says, raise CalledProcessError."""
    preloaded = {"LD_PRELOAD": str(library), "FAULTS_FOLDER": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        env={**environment(), **preloaded, **variables},
        stdout=subprocess.PIPE,
        timeout=SECONDS,
        check=True,
    )
    return done.stdout.decode()
