"""Reading: from text to the model."""
