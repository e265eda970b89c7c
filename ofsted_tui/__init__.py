"""A terminal workbench for reviewing Ofsted's inspection documents."""

__version__ = "0.2.0"
