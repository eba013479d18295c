"""Which line ends are wraps: one probability a line end, from all the evidence weighed together.

`lines` says what can be seen of each line; `widths` which columns the text may have been set in; `model` weighs.
"""
