"""Writing a table, a project or an indicator as the text that a form prints."""
