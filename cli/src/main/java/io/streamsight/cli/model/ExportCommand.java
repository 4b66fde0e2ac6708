package io.streamsight.cli.model;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.ServiceOptions;
import io.streamsight.contract.Sha256;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    description = "Write a version's ONNX file, with all that it says of itself.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Mixin private VersionParameter version;

  @Parameters(index = "1", paramLabel = "FILE.onnx", description = "Where to write it.")
  private Path file;

  @Option(names = "--force", description = "Overwrite the file if it is there.")
  private boolean force;

  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    requireWritable();
    byte[] onnx = read();
    write(onnx);
    if (output.json()) {
      Map<String, Object> written = new LinkedHashMap<>();
      written.put("file", file.toString());
      written.put("version", version.id.toString());
      written.put("bytes", onnx.length);
      written.put("sha256", Sha256.of(onnx));
      output.print(written);
    } else {
      System.out.printf(
          "%s: %s, %d bytes, SHA-256 %s%n", file, version.id, onnx.length, Sha256.of(onnx));
    }
    return 0;
  }

  /** Before anything is fetched. */
  private void requireWritable() {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new CommandFailedException(
          "%s is a folder: name the file, as in %s"
              .formatted(
                  file,
                  file.resolve("%s-%d.onnx".formatted(version.id.model(), version.id.version()))));
    } else if (folder != null && !Files.isDirectory(folder)) {
      throw new CommandFailedException(
          "There is no folder %s to write %s into: make it first"
              .formatted(folder, file.getFileName()));
    } else if (!force && Files.exists(file)) {
      throw new CommandFailedException(
          "%s is there already: choose another name, or --force".formatted(file));
    }
  }

  /**
   * Beside it first: whatever happens, there is the whole file under the name, or the one before.
   */
  private void write(byte[] onnx) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try {
        Files.write(part, onnx);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new CommandFailedException("%s can't be written (%s)".formatted(file, e), e);
    }
  }

  /** A file is one array, and streamsight.max-model-bytes may be raised. */
  private static final long MAX_FILE_BYTES = Integer.MAX_VALUE;

  private byte[] read() throws InterruptedException {
    HttpService trainer = services.trainer();
    try {
      HttpResponse<byte[]> response =
          trainer.exchange(trainer.patientRequest(version.query("file")).build(), MAX_FILE_BYTES);
      if (response.statusCode() != 200) {
        trainer.read(response, Void.class);
      }
      String expected = response.headers().firstValue("ETag").orElse("").replace("\"", "");
      if (!expected.equals(Sha256.of(response.body()))) {
        throw new CommandFailedException(
            "What arrived is not %s, whose SHA-256 is %s: try again"
                .formatted(version.id, expected));
      }
      return response.body();
    } catch (IOException e) {
      throw trainer.unreachable(e);
    }
  }
}
