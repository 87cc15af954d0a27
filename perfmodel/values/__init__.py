"""Target values (指标值): what ``90%或以上`` means.

`understand` reads a text; `perfmodel.values.kinds` has the classes of what it can mean, `render` writes a meaning out,
`accepts` and `implies` compare. The language is defined in ``perfmodel/grammars/target.lark`` and nowhere else.
"""
