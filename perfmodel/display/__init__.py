"""What people see of the model: HTML in notebooks, rich and plain text in terminals, pictures."""
