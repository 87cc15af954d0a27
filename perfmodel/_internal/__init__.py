"""What any Python project needs and no user sees: caches, optional libraries, did-you-mean, objects made fast."""
