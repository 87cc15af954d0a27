"""Forms: from the cells of a file to the model, a module for each layout."""
