package io.streamsight.trainer.worker;

import java.util.Locale;

/** Whether a process takes runs. */
public enum WorkerMode {
  /** One after the other. */
  ON,
  /** One, or none when none comes; then the process exits. */
  ONCE,
  /** None. */
  OFF;

  /** Takes {@code true} and {@code false} too. */
  public static final class Converter
      implements org.eclipse.microprofile.config.spi.Converter<WorkerMode> {
    @Override
    public WorkerMode convert(String value) {
      return switch (value.strip().toLowerCase(Locale.ROOT)) {
        case "on", "true" -> ON;
        case "once" -> ONCE;
        case "off", "false" -> OFF;
        default ->
            throw new IllegalArgumentException(
                "streamsight.trainer.worker=%s: on, once or off is expected".formatted(value));
      };
    }
  }
}
