"""PDF: pdfminer.six opens the file and knows its fonts; what is drawn on a page, and the grids in it, are ours.

One module for each step: `opening` (pages, within limits), `tokens` and `interpreter` (what a page draws), `fonts` (bytes to
characters), `rules` (what is drawn, as lines), `lattice` (lines to grids), `letters` (which characters are seen), `lines`
(characters to text), `placing` (characters into cells), `closing`, `columns` and `refine` (rules that are missing), `text_table`
(tables without rules), `page` (one page), `page_edge` and `join` (tables over pages), `read` (all of it).
"""
