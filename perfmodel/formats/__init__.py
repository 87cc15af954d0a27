"""YAML and JSON: one schema (`perfmodel.formats.schema`), read with positions, written for people."""
