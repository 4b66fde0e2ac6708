# The command line, for services that are elsewhere (STREAMSIGHT_INGEST_URL and so on).
# Context: cli/target/app of a built tree (build.sh does it).
ARG BASE_IMAGE=eclipse-temurin:17-jre
FROM ${BASE_IMAGE}
# What changes least comes first.
COPY lib/ /opt/streamsight/lib/
COPY own/ /opt/streamsight/lib/
# The root file system may be read-only; native code of compressions is unpacked to /tmp.
USER 10001:10001
# Where files and folders are looked for: mount them here.
WORKDIR /files
# Java takes file names for what the locale says.
ENV LC_ALL=C.UTF-8
# Most commands end before code that is optimized once more would have paid for it.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", \
  "-cp", "/opt/streamsight/lib/*", "io.streamsight.cli.Streamsight"]
