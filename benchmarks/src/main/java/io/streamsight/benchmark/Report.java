package io.streamsight.benchmark;

/** What a benchmark came to, for people and for programs. */
interface Report {
  String markdown();

  byte[] json();
}
