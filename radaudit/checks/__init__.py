"""One question about the evidence per file. A check reads values and yields findings; it computes nothing expensive."""
