"""Write the pages of the documentation that repeat what the contracts say, while MkDocs builds the site."""
