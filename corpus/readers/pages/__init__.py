"""What of a web page is its article, its day and its title; pages that archives export."""
