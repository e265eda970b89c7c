"""Tell where the files stand that tests read, wherever the test itself stands."""

import csv
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
"""The checkout."""
SEEDS = ROOT / "seeds"
DATA = ROOT / "tests" / "data"
"""What is true of the samples and of the reports, found by reading them."""
REPORTS = ROOT.parent / "shared" / "reports"
"""Inspection reports as Ofsted published them, outside of the repository; not on every machine."""

needs_reports = pytest.mark.skipif(not REPORTS.is_dir(), reason=f"the real reports are not at {REPORTS}")


def sample_path(number: str) -> Path:
    """Return the file of a sample, by the number that its name begins with."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path


def sample_text(number: str) -> str:
    """Return the text of a sample, by the number that its name begins with."""
    return sample_path(number).read_text(encoding="utf-8")


def gold_documents() -> dict:
    """Return what is true of each sample document, by its number."""
    return json.loads((DATA / "seed_documents.json").read_text(encoding="utf-8"))


def table_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of tests/data."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
