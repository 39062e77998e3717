"""Turn what services return into the text and plain values that pages show. No queries and no business decisions."""
