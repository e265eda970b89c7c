"""Exporting from the workbench."""

import re
from pathlib import Path

from ofsted_tui.export import csv_file
from ofsted_tui.model.errors import UserError
from ofsted_tui.review import Review
from ofsted_tui.tui.screens.export_dialog import Scope


def scopes(review: Review) -> list[Scope]:
    """Return what can be exported: this session, this document of it, everything."""
    store, session, document = review.store, review.session, review.document
    return [
        Scope("This session", store.annotations.count(session.id), session.id, None),
        Scope("This document in this session", len(review.annotations), session.id, document.id),
        Scope("Everything in the database", store.annotations.count(), None, None),
    ]


def default_path(review: Review) -> str:
    """Return a file name after the session, in the folder that the program was started in."""
    stem = re.sub(r"[^\w-]+", "-", review.session.name).strip("-").lower() or "annotations"
    return str(Path.cwd() / f"{stem}.csv")


def export(review: Review, scope: Scope, path: str) -> str:
    """Write the annotations of a scope to a file, and say so; raise UserError."""
    if not path:
        raise UserError("Name a file to write to.")
    target = Path(path).expanduser()
    part = csv_file.Scope(session_id=scope.session_id, document_id=scope.document_id)
    rows = csv_file.write_csv(review.store, review.codebook, target, part)
    return f"Wrote {rows:,} annotation{'' if rows == 1 else 's'} to {target}"
