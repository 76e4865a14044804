"""Bilingual terminology and glossary extraction from Chinese documents."""

__version__ = "0.1.0"
