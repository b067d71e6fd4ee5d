"""The newsletter: asked for in every page's foot, confirmed and stopped by a mail's link or in the account."""
