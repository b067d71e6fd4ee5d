"""The search service's contract: find products, narrow them down, and be told what else there is when nothing was
found.

A product matches what was chosen when its title, words or codes match `q`, it is in the category or below it, it is of
a chosen brand, and one of its variants has of every option at least one of the chosen values and a price in the range;
the facets are joined by "and", values of one by "or". Values and facets that differ by case, width, accents or space
alone are one, and told as most products spell them.
"""
