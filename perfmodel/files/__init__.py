"""From a file to a `Document`: grids of cells, each with its place, and the text between them."""
