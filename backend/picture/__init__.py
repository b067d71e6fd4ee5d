"""The picture service: what staff and reviewers upload is checked by decoding it, made anew in the sizes that pages
show, and told about."""
