"""What can be worked out of a table and no rule owns: sums, weights, budgets, goals' text."""
