"""What came of an import, for the screen."""

from collections.abc import Sequence

from rich.text import Text

from ofsted_tui.importing.batch import ImportOutcome, ImportSummary
from ofsted_tui.model.safe_text import visible_summary


def summary_text(summary: ImportSummary) -> Text:
    """Return the counts, what was refused and why, what was imported, and what was there already."""
    text = Text(summary.text, style="bold")
    refused = [one for one in summary.outcomes if one.imported is None]
    _add(text, "Refused", [*summary.problems, *map(_short, refused)])
    _add(text, "Imported", [_line(one) for one in summary.imported])
    _add(text, "Already there", [_line(one) for one in summary.already_there])
    return text


def _add(text: Text, heading: str, lines: Sequence[str]) -> None:
    if lines:
        text.append(f"\n\n{heading}", style="bold")
        for line in lines:
            text.append(f"\n{visible_summary(line)}", style="not bold")


def _short(outcome: ImportOutcome) -> str:
    """Return why a file was refused, with its name for the whole path."""
    return outcome.refusal.replace(str(outcome.path), outcome.path.name, 1)


def _line(outcome: ImportOutcome) -> str:
    imported = outcome.imported
    if imported is None:
        return outcome.refusal
    details = imported.details
    day = details.event_start or details.letter_date
    facts = [details.kind.label, details.local_authority, day.isoformat() if day else "no date"]
    facts.append(f"{outcome.paragraphs:,} paragraphs")
    facts += [f"{outcome.grades} grades"] if outcome.grades else []
    facts += imported.remarks
    if imported.former is not None and not details.replaces:
        former = imported.former.source or imported.former.title
        facts.append(f"seems to be a new version of {former}: P in a session can place its tags")
    return f"{outcome.path.name}: {details.title} ({'; '.join(fact for fact in facts if fact)})"
