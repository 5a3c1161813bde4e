"""Apache Kafka as the bus: topics, producer, consumer and the group's offsets, by kafka-python."""
