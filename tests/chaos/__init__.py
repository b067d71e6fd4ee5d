"""The shop's real processes on the local cloud, stopped and killed while people buy; what they saw is written down and
judged after.

`people` buy and send, and each try of a `client` is noted in a `history`; `faults` strikes the functions' processes;
`books` reads what the shop holds in the end; `checkers` and `banks` say what is wrong with all that; `campaign` puts
them together, and `report` tells. `make chaos` plays for as long as one likes.
"""
