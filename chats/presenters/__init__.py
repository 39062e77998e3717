"""What pages show: services' values turned into words and plain values. No queries, no decisions of the product."""
