"""A text and places in it: characters, lines, flow, spans. Nothing here knows anything of tables."""
