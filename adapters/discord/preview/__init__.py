"""Messages and forms of Discord as HTML: what a member would see, for pages and pictures, with no Discord at hand."""
