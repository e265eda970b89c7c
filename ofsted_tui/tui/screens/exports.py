"""Exporting from the workbench."""

import re
from pathlib import Path

from ofsted_tui.export import csv_file
from ofsted_tui.model.errors import UserError
from ofsted_tui.review import Review
from ofsted_tui.tui.screens.export_dialog import Part


def parts(review: Review) -> list[Part]:
    """Return what can be exported: this session, this document of it, everything."""
    store, session, document = review.store, review.session, review.document
    return [
        Part("This session", store.annotations.count(session.id), session.id, None),
        Part("This document in this session", len(review.annotations), session.id, document.id),
        Part("Everything in the database", store.annotations.count(), None, None),
    ]


def default_path(review: Review) -> str:
    """Return a file name after the session, in the folder that the program was started in."""
    stem = re.sub(r"[^\w-]+", "-", review.session.name).strip("-").lower() or "annotations"
    try:
        folder = Path.cwd()
    except OSError:  # it was deleted
        folder = Path.home()
    return str(folder / f"{stem}.csv")


def export(review: Review, part: Part, path: str) -> str:
    """Write a part of the annotations to a file, and say so; raise UserError."""
    if not path:
        raise UserError("Name a file to write to.")
    target = _target(path)
    scope = csv_file.Scope(session_id=part.session_id, document_id=part.document_id)
    rows = csv_file.write_csv(review.store, review.codebook, target, scope)
    return f"Wrote {rows:,} annotation{'' if rows == 1 else 's'} to {target}"


def would_replace(path: str) -> bool:
    """Tell whether an earlier export is there already."""
    try:
        return bool(path) and csv_file.is_export(_target(path))
    except UserError:
        return False


def _target(path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise UserError(f"{path}: there is no such user; name the folder itself.") from None
