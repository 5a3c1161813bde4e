"""The distributed system on one machine without Docker: real PostgreSQL, Kafka, gateway and every role."""
