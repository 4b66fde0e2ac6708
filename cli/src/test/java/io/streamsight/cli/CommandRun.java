package io.streamsight.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** A command as the user sees it: exit code and what was printed. */
public record CommandRun(int exitCode, String out, String err) {
  public static CommandRun of(String... arguments) {
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int exitCode =
          Streamsight.commandLine().setErr(new PrintWriter(System.err, true)).execute(arguments);
      return new CommandRun(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
  }
}
