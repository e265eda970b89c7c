"""A PDF read, understood and made paragraphs of, against pypdfium2 taking the raw text of its pages."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pypdfium2

from ofsted_tui.importing.batch import prepare
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.reading.formats.sandbox import Extractor
from tests.benchmarks.figures import Figure
from tests.benchmarks.texts import text_of
from tests.folders import REPORTS
from tests.pdf_maker import block, make_pdf


def figures(short: bool) -> Iterator[Figure]:
    """Yield the milliseconds a page: the nine real reports where they are, else made ones."""
    with TemporaryDirectory() as folder, Extractor() as extractor:
        paths = sorted(REPORTS.glob("*.pdf")) or [_made(Path(folder), number) for number in range(3)]
        paths = paths[:3] if short else paths
        prepare(ilacs_codebook(), paths[0], extractor)  # the process that reads is started once
        program, floor = [], []
        for path in paths:
            pages = len(pypdfium2.PdfDocument(path))
            begun = perf_counter()
            prepare(ilacs_codebook(), path, extractor)
            between = perf_counter()
            _raw_text(path)
            floor.append((perf_counter() - between) * 1000 / pages)
            program.append((between - begun) * 1000 / pages)
    yield Figure("import of a page against its raw text", program, floor)


def _raw_text(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    return sum(len(page.get_textpage().get_text_range()) for page in document)


def _made(folder: Path, number: int) -> Path:
    lines = text_of(60_000, number).splitlines()
    pages = [block(lines[start : start + 45], 780)[0] for start in range(0, len(lines), 45)]
    path = folder / f"{number}.pdf"
    path.write_bytes(make_pdf(pages))
    return path
