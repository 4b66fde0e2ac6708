package io.streamsight.benchmark;

/** What takes steps of training. */
enum TrainingKind {
  PYTHON("Python as installed"),
  PYTHON_CHANNELS_LAST("Python, channels last"),
  PYTHON_SAME_ENVIRONMENT("Python, channels last, malloc and threads set as ours"),
  CONSTANT_BATCH("Streamsight, constant batch"),
  REAL_RUN("Streamsight, real run");

  final String label;

  TrainingKind(String label) {
    this.label = label;
  }
}
