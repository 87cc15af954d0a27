"""The official forms as files, ready to print: Excel and Word.

`heads` are the columns of the form that `form` lays a whole table out as; `layouts` and `strings_form` lay out the official
layouts by `grid`. `measure` says how much room a text takes, `paging` where pages begin, `cells` what a cell can hold; `xlsx`
and `docx` write the files.
"""
