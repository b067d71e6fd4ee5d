"""The site's frame: middleware, error pages, the style sheet's neighbours for machines, and pages that belong to no
app."""
