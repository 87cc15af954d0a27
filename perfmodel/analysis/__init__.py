"""What is worked out of a table and no rule owns: sums, weights, budgets, the text of goals."""
