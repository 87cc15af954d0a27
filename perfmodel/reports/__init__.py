"""What is made of findings: text, JSON, SARIF, annotations, the rules' pages."""
