"""Spreadsheets: a table as the official form, ready to print.

`heads` are the columns of the form, `form` says which cell stands where, `measure` how much room it takes, `paging` where
pages begin, `cells` what a cell can hold, `xlsx` writes it.
"""
