"""The model: what a performance-target table says, as immutable objects. See `perfmodel.model.table` for the whole."""
