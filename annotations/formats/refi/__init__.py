"""Pure: projects of REFI-QDA, and the XML that codebooks share with them."""
