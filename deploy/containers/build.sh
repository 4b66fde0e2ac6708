#!/bin/bash
# Builds the services' images from a built tree (mvn package), all three or those named:
#   deploy/containers/build.sh [ingest|trainer|inference]...
# BASE_IMAGE is another Java 17 runtime (see local-images.sh), TAG another tag than latest.
set -euo pipefail
cd "$(dirname "$0")/../.."

[ $# -gt 0 ] || set -- ingest trainer inference
for service in "$@"; do
  app=$service-service/target/quarkus-app
  [ -f "$app/quarkus-run.jar" ] || { echo "$app is missing: run mvn package first." >&2; exit 1; }
  if [ "$service" = trainer ] && [ ! -d "$app/natives/pytorch" ]; then
    DJL_CACHE_DIR=$app/natives PYTORCH_FLAVOR=cpu java -Dai.djl.offline=true -DOPT_OUT_TRACKING=true \
      -cp "$app/lib/main/*:$app/lib/boot/*" deploy/containers/UnpackNatives.java
    chmod -R a+rX "$app/natives" # DJL makes them its user's alone; the image runs as another.
  fi
  image=streamsight/$service:${TAG:-latest}
  docker build -q ${BASE_IMAGE:+--build-arg BASE_IMAGE="$BASE_IMAGE"} -t "$image" \
    -f "deploy/containers/$service.Dockerfile" "$app" >/dev/null
  docker image ls --format '{{.Repository}}:{{.Tag}}  {{.Size}}' "$image"
done
