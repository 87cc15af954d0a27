"""Tables of indicator strings, as Guangdong prints them: read out of text, and written as text."""
