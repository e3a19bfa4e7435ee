"""Fonts of printed documents (PDF): Noto Sans SC, regular and bold, made by tools/fonts.py; asked for through config.fonts."""
