"""Reading: from a published text, or a file, to the model."""
