"""Faults done to the real program and its file on purpose, and what was left of both.

With tests/ on the path (pytest sees to it, and run.py) the modules import each other as `faults.…`.
"""
