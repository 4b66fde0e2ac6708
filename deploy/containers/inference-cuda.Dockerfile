# Inference on an NVIDIA GPU. UNVERIFIED: this image has not been run on one (docs/containers.md).
# Context: inference-service/target/quarkus-app of a tree built with -Pcuda (build.sh --cuda does it).
# CUDA 12.8 or a later 12, and cuDNN 9.
ARG BASE_IMAGE=nvidia/cuda:12.9.1-cudnn-runtime-ubuntu24.04
# Our jars apart from those of others, which seldom change: a change of code rebuilds small layers.
FROM ${BASE_IMAGE} AS app
WORKDIR /app
COPY lib/ lib/
RUN mkdir -p own/lib/main && mv lib/main/io.streamsight.* own/lib/main/

FROM ${BASE_IMAGE}
WORKDIR /opt/streamsight
# What changes least comes first.
RUN command -v java || \
    (apt-get update -q && apt-get install -q -y --no-install-recommends openjdk-17-jre-headless && \
    rm -rf /var/lib/apt/lists/*)
# ONNX Runtime, unpacked by build.sh (620 MB): it would be unpacked to /tmp at every start.
COPY natives/ natives/
COPY --from=app /app/lib/ lib/
COPY --from=app /app/own/ ./
COPY quarkus-run.jar ./
COPY quarkus/ quarkus/
COPY app/ app/
# The root file system may be read-only. Native code is unpacked to /tmp: mount it executable
# (docker run --read-only --tmpfs /tmp:exec).
USER 10001:10001
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    QUARKUS_HTTP_PORT=8083 \
    # It would report its use to its maker, over the network.
    ORT_DISABLE_TELEMETRY=1 \
    # The other half is for ONNX Runtime, outside the heap. With priorities, so that loading a
    # model leaves the cores to those who classify (a warning says that raising them takes root:
    # lowering does not).
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError -XX:ThreadPriorityPolicy=1 -Donnxruntime.native.path=/opt/streamsight/natives"
EXPOSE 8083
# Bash's own sockets: the base image need not have curl.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/$QUARKUS_HTTP_PORT && printf 'GET /q/health/live HTTP/1.0\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
ENTRYPOINT ["java", "-jar", "quarkus-run.jar"]
