"""What is calculated from a table and no rule owns: sums, weights, budgets, the text of goals."""
