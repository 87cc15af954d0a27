"""The field's words, once: groups, endings, which way is better."""
