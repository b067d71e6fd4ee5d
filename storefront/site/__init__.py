"""The site's frame: middleware, error pages, files for machines, and pages that belong to no app."""
