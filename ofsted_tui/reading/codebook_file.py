"""A codebook file: TOML in, a checked Codebook out."""

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import overload

from ofsted_tui.model import limits
from ofsted_tui.model.codebook import Codebook, Edition, JudgementArea, Topic
from ofsted_tui.model.errors import CodebookError, UserError
from ofsted_tui.reading.toml_table import TomlTable, read_toml
from ofsted_tui.resources import data_file


@cache
def ilacs_codebook() -> Codebook:
    """Return the ILACS codebook that comes with the program; its topics are read when they are asked for."""
    codebook = read_codebook(data_file("ilacs.toml"))
    codes = {area.code for area in codebook.areas}
    return replace(codebook, topics=_LaterTopics(lambda: read_topics(data_file("ilacs_topics.toml"), codes)))


def read_codebook(path: Path) -> Codebook:
    """Return the codebook in a TOML file; raise CodebookError, naming the file, if it is not one."""
    try:
        return _codebook(read_toml(path))
    except UserError as error:
        raise CodebookError(str(error)) from None


def read_topics(path: Path, areas: Container[str]) -> tuple[Topic, ...]:
    """Return the topics in a TOML file of their own, of areas with these codes; raise CodebookError."""
    try:
        file = read_toml(path)
        file.allow("topics")
        _check_count(file, "topics", _number_of_topics(file), limits.CODEBOOK_TOPICS)
        return _topics(file, areas)
    except UserError as error:
        raise CodebookError(str(error)) from None


class _LaterTopics(Sequence[Topic]):
    """Topics that are read when the first of them is asked for: a start without needs none."""

    def __init__(self, read: Callable[[], tuple[Topic, ...]]) -> None:
        self._read = read

    @cached_property
    def _topics(self) -> tuple[Topic, ...]:
        return self._read()

    def __len__(self) -> int:
        return len(self._topics)

    @overload
    def __getitem__(self, index: int) -> Topic: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Topic, ...]: ...

    def __getitem__(self, index: int | slice) -> Topic | tuple[Topic, ...]:
        return self._topics[index]


def _codebook(file: TomlTable) -> Codebook:
    file.allow("title", "areas", "editions", "topics")
    _check_counts(file)
    areas = {code: _area(code, table) for code, table in file.tables("areas").items()}
    _check_successors(file, areas)
    editions = [_edition(code, table, areas) for code, table in file.tables("editions").items()]
    editions.sort(key=lambda edition: edition.starts)
    _check_days(file, editions)
    topics = _topics(file, areas)
    return Codebook(file.text("title"), tuple(areas.values()), tuple(editions), topics)


def _check_counts(file: TomlTable) -> None:
    _check_count(file, "areas", len(file.tables("areas")), limits.CODEBOOK_AREAS)
    _check_count(file, "editions", len(file.tables("editions")), limits.CODEBOOK_EDITIONS)
    _check_count(file, "topics", _number_of_topics(file), limits.CODEBOOK_TOPICS)


def _check_count(file: TomlTable, name: str, count: int, most: int) -> None:
    if count > most:
        raise file.fault(f"it has {count:,} {name}; {most:,} are the most: leave some out.")


def _number_of_topics(file: TomlTable) -> int:
    return sum(len(group.values) for group in file.tables("topics").values())


def _area(code: str, table: TomlTable) -> JudgementArea:
    table.allow("title", "short_title", "digit", "letter", "colour", "successors")
    return JudgementArea(
        code=code,
        title=table.text("title"),
        short_title=table.text("short_title"),
        digit=table.whole_number("digit", 1, 9),
        letter=table.text("letter", "[A-Z]", "one capital letter"),
        colour=table.text("colour", "#[0-9a-fA-F]{6}", "a colour such as #56b4e9"),
        successors=table.texts("successors"),
    )


def _check_successors(file: TomlTable, areas: dict[str, JudgementArea]) -> None:
    for area in areas.values():
        _check_known(file, area.successors, areas)
        if area.code in area.successors:
            raise file.fault(f"areas.{area.code} is its own successor.")


def _check_known(table: TomlTable, codes: tuple[str, ...], areas: Container[str]) -> None:
    for code in codes:
        if code not in areas:
            raise table.fault(f"there is no area {code!r}.")


def _edition(code: str, table: TomlTable, areas: dict[str, JudgementArea]) -> Edition:
    table.allow("title", "starts", "ends", "areas", "absent")
    codes = table.texts("areas")
    _check_known(table, codes, areas)
    _check_apart(table, [areas[code] for code in codes])
    starts = table.day("starts")
    ends = table.day("ends") if "ends" in table.values else None
    if ends is not None and ends < starts:
        raise table.fault("it ends before it starts.")
    absent = _absent(table, {areas[code].digit for code in codes})
    return Edition(code, table.text("title"), starts, ends, codes, absent)


def _check_apart(table: TomlTable, areas: list[JudgementArea]) -> None:
    if not areas:
        raise table.fault("areas must name at least one area.")
    for sign in ("digit", "letter"):
        if len({getattr(area, sign) for area in areas}) < len(areas):
            raise table.fault(f"two of its areas have the same {sign}.")


def _absent(table: TomlTable, taken: set[int]) -> tuple[tuple[int, str], ...]:
    values = table.values.get("absent", {})
    if not isinstance(values, dict):
        raise table.fault("absent must be a table of digits and reasons.")
    reasons = TomlTable(table.file, f"{table.name}.absent", values)
    reasons.allow(*(str(digit) for digit in range(1, 10) if digit not in taken))
    return tuple((int(digit), reasons.text(digit)) for digit in sorted(values))


def _check_days(file: TomlTable, editions: list[Edition]) -> None:
    if not editions:
        raise file.fault("it has no editions.")
    for earlier, later in pairwise(editions):
        if earlier.ends is None or earlier.ends >= later.starts:
            raise file.fault(f"the editions {earlier.code} and {later.code} overlap.")


def _topics(file: TomlTable, areas: Container[str]) -> tuple[Topic, ...]:
    groups = file.tables("topics")
    _check_known(file, tuple(groups), areas)
    return tuple(
        _topic(area, name, table)
        for area, group in groups.items()
        for name, table in group.inner_tables().items()
    )


def _topic(area: str, name: str, table: TomlTable) -> Topic:
    table.allow("title", "group", "share", "synonyms")
    if "share" in table.values:
        table.number("share", 0, 1)
    return Topic(f"{area}.{name}", area, table.text("title"), table.text("group"), table.texts("synonyms"))
