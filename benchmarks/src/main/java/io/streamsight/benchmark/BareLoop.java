package io.streamsight.benchmark;

import io.streamsight.contract.event.Json;
import io.streamsight.contract.image.DecodeResult;
import io.streamsight.contract.image.ImageDecoder;
import io.streamsight.contract.image.ImageLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The limit: as many threads as cores read files and decode them in full, and nothing else. A
 * process of its own, {@code BareLoop WARM-UP-FOLDER FOLDER}, that tells what it did as JSON.
 */
final class BareLoop {
  /** What one pass over a folder came to. */
  record Pass(int images, int refused, long bytes, double seconds) {}

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
  private final List<Path> files;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  private BareLoop(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      files = paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  public static void main(String[] folders) throws Exception {
    new BareLoop(Path.of(folders[0])).pass();
    Pass measured = new BareLoop(Path.of(folders[1])).pass();
    System.out.println(new String(Json.write(measured), StandardCharsets.UTF_8));
  }

  private Pass pass() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService threads = Executors.newFixedThreadPool(cores);
    long began = System.nanoTime();
    List<Callable<Void>> loops = new ArrayList<>();
    for (int i = 0; i < cores; i++) {
      loops.add(this::decode);
    }
    for (Future<Void> loop : threads.invokeAll(loops)) {
      loop.get();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    threads.shutdown();
    return new Pass(files.size(), refused.get(), bytes.get(), seconds);
  }

  private Void decode() {
    for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
      try {
        byte[] encoded = Files.readAllBytes(files.get(i));
        bytes.addAndGet(encoded.length);
        if (decoder.decode(encoded) instanceof DecodeResult.Rejected) {
          refused.incrementAndGet();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return null;
  }
}
