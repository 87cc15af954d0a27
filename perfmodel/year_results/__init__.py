"""A folder of a year: plans and results of many files, found again by body and project, and who met what."""
