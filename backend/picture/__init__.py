"""The picture service: what staff upload is checked by decoding it, made anew in the sizes that pages show, and told
about."""
