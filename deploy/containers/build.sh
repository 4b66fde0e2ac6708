#!/bin/bash
# Builds the images from a built tree (mvn package): of the services and of the command line, all
# four or those named.
#   deploy/containers/build.sh [ingest|trainer|inference|cli]...
#   deploy/containers/build.sh --cuda [trainer|inference]...     UNVERIFIED, see docs/containers.md
# BASE_IMAGE is another base (with Java 17; see local-images.sh), TAG another tag than latest. Those
# for GPUs have the tag TAG-cuda.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() { echo "$*" >&2; exit 1; }

variant=
if [ "${1:-}" = --cuda ]; then
  variant=-cuda
  shift
  [ $# -gt 0 ] || set -- trainer inference
fi
[ $# -gt 0 ] || set -- ingest trainer inference cli

# PyTorch, unpacked: a start neither waits for it nor writes it.
unpack_pytorch() {
  [ ! -d "$1/natives/pytorch" ] || return 0
  DJL_CACHE_DIR=$1/natives PYTORCH_FLAVOR=cpu java -Dai.djl.offline=true -DOPT_OUT_TRACKING=true \
    -cp "$1/lib/main/*:$1/lib/boot/*" deploy/containers/UnpackNatives.java
  chmod -R a+rX "$1/natives" # DJL makes them its user's alone; the image runs as another.
}

unpack_onnxruntime() {
  local jar folder=ai/onnxruntime/native/linux-x64
  jar=$(find "$1/lib/main" -name 'com.microsoft.onnxruntime.onnxruntime_gpu-*.jar')
  [ -n "$jar" ] || fail "$1 has no CUDA: build it with mvn package -Pcuda."
  rm -rf "$1/natives" "$1/unpacked"
  mkdir "$1/unpacked"
  (cd "$1/unpacked" && jar xf "$jar" "$folder")
  mv "$1/unpacked/$folder" "$1/natives"
  rm -r "$1/unpacked"
}

version=$(sed -n 's/^  <version>\(.*\)<\/version>/\1/p' pom.xml)
labels=(--label "org.opencontainers.image.version=$version"
  --label org.opencontainers.image.licenses=Apache-2.0)
if revision=$(git rev-parse HEAD 2>/dev/null); then # a source archive has none
  labels+=(--label "org.opencontainers.image.revision=$revision")
fi

for name in "$@"; do
  if [ "$name" = cli ]; then
    app=cli/target/app
    [ -d "$app/lib" ] || fail "$app is missing: run mvn package first."
    cp cli/target/cli-*.jar "$app/own/"
  else
    app=$name-service/target/quarkus-app
    [ -f "$app/quarkus-run.jar" ] || fail "$app is missing: run mvn package first."
  fi
  case $name$variant in
    trainer) unpack_pytorch "$app" ;;
    inference-cuda) unpack_onnxruntime "$PWD/$app" ;;
  esac
  image=streamsight/$name:${TAG:-latest}$variant
  docker build -q ${BASE_IMAGE:+--build-arg BASE_IMAGE="$BASE_IMAGE"} -t "$image" \
    --label "org.opencontainers.image.title=streamsight-$name" "${labels[@]}" \
    -f "deploy/containers/$name$variant.Dockerfile" "$app" >/dev/null
  docker image ls --format '{{.Repository}}:{{.Tag}}  {{.Size}}' "$image"
done
