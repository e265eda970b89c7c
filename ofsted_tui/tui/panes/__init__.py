"""The two panes of the workbench; neither knows the other."""
