"""Exports everything in a database; prints the seconds that took."""

import sys
from pathlib import Path
from time import perf_counter

from ofsted_tui.export.csv_file import ExportScope, write_csv
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.store import Store

with Store(Path(sys.argv[1])) as store:
    begun = perf_counter()
    write_csv(store, ilacs_codebook(), Path(sys.argv[2]), ExportScope())
    print(perf_counter() - begun, flush=True)
sys.stdin.read()  # until its memory was looked at
