package io.streamsight.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ExitCode;

/** A command can't do its work; the message is what the user reads, on one line or a few. */
public sealed class CommandFailedException extends RuntimeException
    permits RefusedException, OutcomeUnknownException, AnswerTooLargeException {
  public CommandFailedException(String message) {
    super(Printable.text(message));
  }

  /**
   * @param more lines below the message, each as it is
   */
  public CommandFailedException(String message, List<String> more) {
    super(
        Stream.concat(Stream.of(message), more.stream())
            .map(Printable::text)
            .collect(Collectors.joining(System.lineSeparator())));
  }

  public CommandFailedException(String message, Throwable cause) {
    super(Printable.text(message), cause);
  }

  /** What the process ends with: 1, or 2 where the command itself was wrong. */
  public int exitCode() {
    return ExitCode.SOFTWARE;
  }
}
