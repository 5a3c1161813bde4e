# Stands in for Apache Kafka's public image where none can be pulled: the same variables and volume, jars from Maven.
ARG BASE
FROM ${BASE}
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless \
    && useradd --uid 1000 --user-group --no-create-home kafka \
    && install -d -o kafka -g kafka /var/lib/kafka/data
COPY libs /opt/kafka/libs
COPY log4j.properties kafka-start.sh /opt/kafka/
VOLUME /var/lib/kafka/data
USER kafka
ENTRYPOINT ["bash", "/opt/kafka/kafka-start.sh"]
