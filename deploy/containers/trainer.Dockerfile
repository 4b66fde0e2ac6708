# Trainer: registry and worker. Give it 6 GiB: at 180 pixels a run takes 2 to 3, larger batches more.
# Context: trainer-service/target/quarkus-app of a built tree (build.sh does it).
ARG BASE_IMAGE=eclipse-temurin:17-jre
# Our jars apart from those of others, which seldom change: a change of code rebuilds small layers.
FROM ${BASE_IMAGE} AS app
WORKDIR /app
COPY lib/ lib/
RUN mkdir -p own/lib/main && mv lib/main/io.streamsight.* own/lib/main/

FROM ${BASE_IMAGE}
WORKDIR /opt/streamsight
# For a volume of decoded pixels: one made from here belongs to the user below.
RUN mkdir /cache && chown 10001:10001 /cache
# What changes least comes first.
RUN test -e /usr/lib/x86_64-linux-gnu/libjemalloc.so.2 || \
    (apt-get update -q && apt-get install -q -y --no-install-recommends libjemalloc2 && \
    rm -rf /var/lib/apt/lists/* && test -e /usr/lib/x86_64-linux-gnu/libjemalloc.so.2)
# PyTorch, unpacked by build.sh (432 MB): a start neither waits for it nor writes it.
COPY natives/ natives/
COPY --from=app /app/lib/ lib/
COPY --from=app /app/own/ ./
COPY quarkus-run.jar ./
COPY quarkus/ quarkus/
COPY app/ app/
# The root file system may be read-only. Native code is unpacked to /tmp: mount it executable
# (docker run --read-only --tmpfs /tmp:exec).
# Where the root file system is read-only, pixels have a place nevertheless.
VOLUME /cache
USER 10001:10001
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    QUARKUS_HTTP_PORT=8082 \
    # Tensors of 100 MB are otherwise mapped and unmapped at every step: several times slower.
    LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 \
    MALLOC_CONF=oversize_threshold:0,dirty_decay_ms:-1,muzzy_decay_ms:-1 \
    # Threads that spin while they wait starve each other where the CPU limit is low.
    OMP_WAIT_POLICY=passive \
    # It would report its use to its maker, over the network.
    ORT_DISABLE_TELEMETRY=1 \
    STREAMSIGHT_TRAINER_CACHE_DIR=/cache \
    DJL_CACHE_DIR=/opt/streamsight/natives \
    PYTORCH_FLAVOR=cpu \
    OPT_OUT_TRACKING=true \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=25 -XX:+ExitOnOutOfMemoryError -Dai.djl.offline=true -Dai.djl.pytorch.num_interop_threads=1"
EXPOSE 8082
# Bash's own sockets: the base image need not have curl.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/$QUARKUS_HTTP_PORT && printf 'GET /q/health/live HTTP/1.0\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
ENTRYPOINT ["java", "-jar", "quarkus-run.jar"]
