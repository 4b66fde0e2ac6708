#!/bin/bash
# Makes the images that are pulled elsewhere, for machines without a registry:
#   streamsight-base:local   Debian, a Java 17 runtime and jemalloc, in place of eclipse-temurin:17-jre
#   streamsight-kafka:local  one Kafka node, in place of apache/kafka
#   streamsight-prometheus:local  Debian's Prometheus, in place of prom/prometheus
# Needs root, a Docker engine, debootstrap and Maven. Packages come from the mirror that the
# machine's own apt sources name. An image that is there already is kept.
set -euo pipefail
cd "$(dirname "$0")"

base=streamsight-base:local
kafka=streamsight-kafka:local
prometheus=streamsight-prometheus:local

# One that an earlier release made may lack what this one needs.
if ! docker run --rm "$base" test -e /usr/lib/x86_64-linux-gnu/libjemalloc.so.2 >/dev/null 2>&1; then
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mirror=$(apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk -v codename="$codename" '$1 == codename && $2 == "main" { print $3; exit }')
  [ -n "$mirror" ] || { echo "No apt source for $codename main: run apt-get update first." >&2; exit 1; }
  root=$(mktemp -d)
  trap 'rm -rf "$root" "$root.log"' EXIT
  echo "Making $base from $mirror"
  debootstrap --variant=minbase --include=openjdk-17-jre-headless,libjemalloc2 "$codename" "$root" "$mirror" \
    >"$root.log" 2>&1 || { tail -20 "$root.log" >&2; exit 1; }
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,locale}/*
  tar -C "$root" -c . | docker import - "$base" >/dev/null
fi

if ! docker run --rm "$kafka" test -w /var/lib/kafka/data >/dev/null 2>&1; then
  echo "Making $kafka from the broker's jars in the Maven repository"
  rm -rf kafka/target/image
  mvn -B -q -f kafka/pom.xml dependency:copy-dependencies
  cp kafka/run kafka/target/image/
  docker build -q --build-arg BASE_IMAGE="$base" -t "$kafka" -f kafka/Dockerfile kafka/target/image >/dev/null
fi

if ! docker image inspect "$prometheus" >/dev/null 2>&1; then
  echo "Making $prometheus from Debian's package"
  package=$(mktemp -d)
  (cd "$package" && apt-get download -qq -o APT::Sandbox::User=root prometheus && dpkg -x prometheus_*.deb .)
  docker build -q --build-arg BASE_IMAGE="$base" -t "$prometheus" \
    -f prometheus/Dockerfile "$package/usr/bin" >/dev/null
  rm -rf "$package"
fi
docker image ls --format '{{.Repository}}:{{.Tag}}  {{.Size}}' |
  grep -F -e "$base" -e "$kafka" -e "$prometheus"
