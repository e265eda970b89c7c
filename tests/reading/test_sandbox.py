"""Hostile files are read in a process of their own, which may hang, crash, lie or be killed."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest

from ofsted_tui.model.errors import ReadingError
from ofsted_tui.reading.formats.sandbox import ExtractionError, Extractor, child_command, unpacked
from ofsted_tui.reading.formats.sandbox_child import Limits, _answered
from tests.word_files import paragraph, word_file

QUICK = Limits(seconds=20)
POSIX = pytest.mark.skipif(os.name == "nt", reason="no such limits there")


def extractor(reader, limits=QUICK):
    """Make an Extractor whose reader of HTML is a function `read(data)` given as a statement."""
    statements = f"""
import os, time
from ofsted_tui.model.errors import ReadingError
from ofsted_tui.reading.formats import sandbox_child as child
from ofsted_tui.model.document import SourceText
{reader}
child.READERS["HTML"] = read
child.main(*map(int, sys.argv[2:]))
"""
    return Extractor(limits, child_command(limits, statements))


ECHO = "def read(data): return SourceText(f'{os.getpid()} {data.decode()}', 'HTML')"


def failure(made, data=b"x"):
    with pytest.raises(ExtractionError) as caught:
        made.extract("HTML", data)
    assert isinstance(caught.value, ReadingError)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def process_id(made):
    return int(made.extract("HTML", b"").text.split()[0])


def test_reads_web_pages_and_word_files():
    with Extractor() as made:
        page = made.extract("HTML", b"<title>News</title><h1>Visit</h1><p>Text")
        assert (page.text, page.title, page.headings) == ("Visit\n\nText\n", "Visit", ((0, 5, 1),))
        assert (page.lines_are_paragraphs, page.encoding) == (True, "UTF-8")
        assert made.extract("Word", word_file(paragraph("Text"))).text == "Text\n"


def test_a_refusal_of_a_reader_comes_back_in_its_words():
    with Extractor() as made:
        with pytest.raises(ExtractionError, match="is damaged and cannot be read as a Word document"):
            made.extract("Word", b"x")
        assert made.extract("HTML", b"after").text == "after\n"


def test_starts_nothing_before_the_first_use():
    with Extractor(command=["/no/such/program"]) as made:
        pass
    with Extractor(command=["/no/such/program"]) as made:
        assert "no other process can be started" in failure(made)


def test_one_process_reads_many_files():
    with extractor(ECHO) as made:
        assert len({process_id(made) for _ in range(5)}) == 1


def test_a_large_file_goes_there_and_back():
    with extractor("def read(data): return SourceText(data.decode(), 'HTML')") as made:
        assert len(made.extract("HTML", b"x" * 15_000_000).text) == 15_000_000


@pytest.mark.parametrize("reader", ["def read(data): time.sleep(60)", "def read(data):\n while True: pass"])
def test_a_reader_that_hangs_is_stopped(reader):
    with extractor(reader, replace(QUICK, seconds=1)) as made:
        began = time.monotonic()
        assert "takes longer than 1 seconds to read" in failure(made)
        assert time.monotonic() - began < 10


def test_a_process_that_takes_nothing_in_is_stopped():
    limits = replace(QUICK, seconds=1)
    with Extractor(limits, child_command(limits, "import time\ntime.sleep(60)")) as made:
        assert "takes longer than 1 seconds" in failure(made, b"x" * 10_000_000)


@POSIX
def test_processor_time_is_limited():
    with extractor("def read(data):\n while True: pass", replace(QUICK, processor_seconds=1)) as made:
        assert "takes longer than 1 seconds" in failure(made)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is kept on Linux")
def test_memory_is_limited():
    limits = replace(QUICK, memory=300_000_000)
    with extractor("def read(data): return bytearray(400_000_000)", limits) as made:
        assert "needs too much memory to read" in failure(made)


@POSIX
def test_nothing_can_be_written(tmp_path):
    path = tmp_path / "x"
    reader = f"def read(data):\n with open({str(path)!r}, 'wb') as file: file.write(b'x')"
    with extractor(reader) as made:
        assert "breaks the reader" in failure(made)
    assert not path.exists() or path.stat().st_size == 0


@pytest.mark.parametrize(
    "reader",
    [
        "def read(data): os.abort()",
        "def read(data): os._exit(0)",
        "def read(data): raise ValueError('a secret path')",
        "def read(data): return read(data)",
        "def read(data): return None",
        "def read(data): os.kill(os.getpid(), 9)",
        "def read(data): raise SystemExit",
    ],
)
def test_a_reader_that_breaks(reader):
    with extractor(reader) as made:
        assert failure(made).startswith("breaks the reader")


def test_a_failed_process_is_replaced():
    reader = ECHO.replace("return", "return os.abort() if data == b'bad' else")
    with extractor(reader) as made:
        first = process_id(made)
        failure(made, b"bad")
        assert process_id(made) != first


@POSIX
def test_a_process_killed_from_outside_is_replaced():
    with extractor(ECHO) as made:
        first = process_id(made)
        os.kill(first, 9)
        made._child._process.wait(5)
        assert process_id(made) != first


def test_too_much_text_is_refused():
    with extractor(
        "def read(data): return SourceText('x' * 101, 'HTML')", replace(QUICK, characters=100)
    ) as made:
        assert "holds more text than" in failure(made)
    with extractor("def read(data): return SourceText('é' * 90, 'HTML')", replace(QUICK, answer=150)) as made:
        assert "holds more text than" in failure(made)


def garbage(data):
    limits = replace(QUICK, answer=1_000)
    statements = f"sys.stdin.buffer.read(1)\nsys.stdout.buffer.write({data!r})\n"
    statements += "sys.stdout.flush()\nsys.stdin.buffer.read()"
    return Extractor(limits, child_command(limits, statements))


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 7 + b"\x04nope",
        b"\0" * 7 + b"\x02{}",
        b"\0" * 7 + b"\x02[]",
        b"\0" * 7 + b"\x0c" + b'{"text": []}',
        b"\0" * 6 + b"\x03\x20" + b"[" * 800,
    ],
)
def test_an_answer_that_is_none_breaks_nothing(data):
    with garbage(data) as made:
        assert failure(made).startswith("breaks the reader")


def test_an_answer_that_claims_a_great_length_is_not_read():
    with garbage(b"\xff" * 8) as made:
        assert "holds more text than" in failure(made)


@pytest.mark.parametrize(
    "change",
    [
        '"pages": [99]', '"pages": ["0"]', '"pages": 1', '"headings": [[2, 1, 1]]', '"headings": [[0, 1]]',
        '"headings": [[0, 9, 1]]', '"title": 1', '"text": null', '"remarks": [[]]', '"format": {}',
    ],
)  # fmt: skip
def test_fields_are_checked(change):
    good = '{"text": "abc", "format": "HTML", "title": "", "encoding": "", "lines_are_paragraphs": true, '
    good += '"pages": [0], "headings": [[0, 3, 1]], "remarks": ["r"], "file_sha256": ""'
    assert unpacked((good + "}").encode()).headings == ((0, 3, 1),)
    with pytest.raises(ExtractionError, match="breaks the reader"):
        unpacked(f"{good}, {change}}}".encode())


def test_an_unknown_format_is_no_crash():
    assert b"breaks the reader" in _answered("JPEG", b"", 10, 10)[0]


def test_lone_surrogates_do_not_move_offsets():
    with extractor("def read(data): return SourceText('a\\ud800b', 'HTML')") as made:
        assert made.extract("HTML", b"").text == "a?b"


def test_what_a_library_prints_is_lost():
    with extractor(
        "def read(data):\n print('noise', flush=True); os.write(1, b'noise')\n return SourceText('a', 'HTML')"
    ) as made:
        assert made.extract("HTML", b"").text == "a"
        assert made.extract("HTML", b"").text == "a"


def in_a_thread(made, answers):
    def run():
        try:
            answers.append(made.extract("HTML", b"wait").text)
        except ExtractionError as error:
            answers.append(str(error))

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.parametrize("end", [Extractor.cancel, Extractor.close])
def test_reading_can_be_ended_from_another_thread(end):
    reader = ECHO.replace("return", "return time.sleep(60) if data == b'wait' else")
    with extractor(reader, replace(QUICK, seconds=60)) as made:
        process_id(made)
        child, before, answers = made._child, made._child._sender, []
        thread = in_a_thread(made, answers)
        while thread.is_alive() and (child._sender is before or child._sender.is_alive()):
            pass
        end(made)
        thread.join(20)
        assert answers == ["was not read: reading was cancelled"]


def test_after_a_cancel_the_next_file_is_read():
    with extractor(ECHO) as made:
        process_id(made)
        made.cancel()
        assert process_id(made)


def test_a_closed_extractor_reads_no_more():
    made = extractor(ECHO)
    process_id(made)
    made.close()
    made.close()
    assert "cancelled" in failure(made)


def test_threads_take_turns():
    with extractor(ECHO) as made:
        answers = []
        threads = [in_a_thread(made, answers) for _ in range(8)]
        for thread in threads:
            thread.join(20)
        assert len(answers) == 8
        assert len(set(answers)) == 1


def test_a_process_outlives_the_thread_that_started_it():
    with extractor(ECHO) as made:
        answers = []
        in_a_thread(made, answers).join(20)
        assert answers[0].split()[0] == str(process_id(made))


@POSIX
def test_the_process_ends_with_the_one_that_started_it():
    limits = Limits()
    command = child_command(
        limits,
        "import time\nfrom ofsted_tui.reading.formats import sandbox_child as child\n"
        "child.READERS['HTML'] = lambda data: time.sleep(60)\nchild.main(*map(int, sys.argv[2:]))",
    )
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(b"HTML".ljust(16, b"\0") + (1).to_bytes(8, "big") + b"x")
    process.stdin.close()
    assert process.wait(20) == 0
    process.stdout.close()


def test_the_environment_is_clean(monkeypatch):
    monkeypatch.setenv("OFSTED_TUI_DB", "secret.db")
    monkeypatch.setenv("PYTHONPATH", "/evil")
    reader = "def read(data): return SourceText(' '.join(os.environ), 'HTML')"
    with extractor(reader) as made:
        names = set(made.extract("HTML", b"").text.split())
    assert not {"OFSTED_TUI_DB", "PYTHONPATH", "HOME"} & names


def test_nothing_in_the_start_folder_is_imported(tmp_path, monkeypatch):
    for name in (
        "json",
        "struct",
        "ofsted_tui",
        "xml",
        "html",
        "site",
        "sitecustomize",
        "zipfile",
        "queue",
    ):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'imported')!r}, 'w').write('x')\n1/0\n")
    monkeypatch.chdir(tmp_path)
    with Extractor() as made:
        assert made.extract("Word", word_file(paragraph("Text"))).text == "Text\n"
    assert not (tmp_path / "imported").exists()


@POSIX
def test_the_process_is_not_reached_by_the_terminal():
    with extractor("def read(data): return SourceText(str(os.getpgid(0)), 'HTML')") as made:
        assert int(made.extract("HTML", b"").text) != os.getpgid(0)
