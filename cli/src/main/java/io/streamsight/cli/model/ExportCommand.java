package io.streamsight.cli.model;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.ServiceOptions;
import io.streamsight.contract.Sha256;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    byte[] onnx = read();
    try {
      Files.write(
          file,
          onnx,
          force
              ? new OpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING}
              : new OpenOption[] {StandardOpenOption.CREATE_NEW});
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailedException(
          "%s is there already: choose another name, or --force".formatted(file), e);
    } catch (IOException e) {
      throw new CommandFailedException("%s can't be written (%s)".formatted(file, e), e);
    }
    System.out.printf(
        "%s: %s, %d bytes, SHA-256 %s%n", file, version.id, onnx.length, Sha256.of(onnx));
    return 0;
  }

  private byte[] read() throws InterruptedException {
    HttpService trainer = services.trainer();
    HttpRequest request = trainer.patientRequest(version.query("file")).build();
    try {
      HttpResponse<byte[]> response = trainer.exchange(request);
      if (response.statusCode() != 200) {
        trainer.read(response, Void.class);
      }
      return response.body();
    } catch (IOException e) {
      throw trainer.unreachable(e);
    }
  }
}
