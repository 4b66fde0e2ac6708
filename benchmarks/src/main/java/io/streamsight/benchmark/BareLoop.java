package io.streamsight.benchmark;

import io.streamsight.contract.event.Json;
import io.streamsight.contract.image.DecodeResult;
import io.streamsight.contract.image.ImageDecoder;
import io.streamsight.contract.image.ImageLimits;
import io.streamsight.contract.image.PixelMemory;
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
 * As many threads as cores read files and decode them in full, and nothing else. A process of its
 * own, {@code BareLoop WORK WARM-UP-FOLDER FOLDER}, that tells what it did as JSON.
 */
final class BareLoop {
  /** What is done with each file. */
  enum Work {
    /** To a picture of its own: what the import is compared with. */
    DECODE,
    /** To pixels in memory that is used again: the most that whoever looks at pictures can have. */
    DECODE_IN_PLACE,
    /** As ingest does, which needs no pixels: the import's limit. */
    CHECK
  }

  /** What one pass over a folder came to. */
  record Pass(int images, int refused, long bytes, double seconds) {}

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
  private final Work work;
  private final List<Path> files;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  private BareLoop(Work work, Path folder) throws IOException {
    this.work = work;
    try (Stream<Path> paths = Files.walk(folder)) {
      files = paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  public static void main(String[] args) throws Exception {
    Work work = Work.valueOf(args[0]);
    new BareLoop(work, Path.of(args[1])).pass();
    Pass measured = new BareLoop(work, Path.of(args[2])).pass();
    System.out.println(new String(Json.write(measured), StandardCharsets.UTF_8));
  }

  private Pass pass() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService threads = Executors.newFixedThreadPool(cores);
    long began = System.nanoTime();
    List<Callable<Void>> loops = new ArrayList<>();
    for (int i = 0; i < cores; i++) {
      loops.add(this::decodeAll);
    }
    for (Future<Void> loop : threads.invokeAll(loops)) {
      loop.get();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    threads.shutdown();
    return new Pass(files.size(), refused.get(), bytes.get(), seconds);
  }

  private Void decodeAll() {
    PixelMemory pixels = new PixelMemory();
    for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
      try {
        byte[] encoded = Files.readAllBytes(files.get(i));
        bytes.addAndGet(encoded.length);
        Object result =
            switch (work) {
              case DECODE -> decoder.decode(encoded);
              case DECODE_IN_PLACE -> decoder.decode(encoded, pixels);
              case CHECK -> decoder.check(encoded);
            };
        if (result instanceof DecodeResult.Rejected) {
          refused.incrementAndGet();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return null;
  }
}
