"""The desk service's contract: staff find any order by what they know of it, and write notes beside it."""
