package io.streamsight.benchmark;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.image.DecodeResult;
import io.streamsight.contract.image.ImageDecoder;
import io.streamsight.contract.image.ImageLimits;
import io.streamsight.contract.image.PixelMemory;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.model.ModelMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The limit of inference: as many threads as cores decode pictures and run the net on them, with
 * the service's own decoder, runtime and settings, and nothing else. A process of its own, {@code
 * BareClassifier MODEL FOLDER IMAGES}, that tells what it did as JSON.
 */
final class BareClassifier {
  /** Enough for the compiler to have seen all of the code that matters. */
  private static final int WARM_UP = 1_000;

  private static final int ALONE = 300;

  /** ONNX Runtime recurses over the command line, and a class path is long. */
  private static final long STACK_BYTES = 64 << 20;

  /**
   * @param seconds for all images on all cores
   * @param aloneMs the median of one image at a time, ten a second, nothing else in work
   */
  record Pass(int images, double seconds, double aloneMs, double aloneP99Ms) {}

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Preprocessing preprocessing;
  private final List<byte[]> pictures;

  private BareClassifier(byte[] onnx, Path folder) throws OrtException, IOException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    options.addConfigEntry("session.inter_op.allow_spinning", "0");
    session = environment.createSession(onnx, options);
    preprocessing =
        ModelMetadata.ofProperties(session.getMetadata().getCustomMetadata()).preprocessing();
    pictures = PictureBytes.of(folder);
  }

  public static void main(String[] arguments) throws Exception {
    FutureTask<Pass> task = new FutureTask<>(() -> pass(arguments));
    new Thread(null, task, "bare-classifier", STACK_BYTES).start();
    System.out.println(new String(Json.write(task.get()), StandardCharsets.UTF_8));
  }

  private static Pass pass(String[] arguments) throws Exception {
    var classifier =
        new BareClassifier(Files.readAllBytes(Path.of(arguments[0])), Path.of(arguments[1]));
    int images = Integer.parseInt(arguments[2]);
    classifier.all(WARM_UP);
    List<Double> alone = classifier.alone();
    double seconds = classifier.all(images);
    return new Pass(images, seconds, Percentile.of(alone, 0.5), Percentile.of(alone, 0.99));
  }

  /** Seconds for so many images on all cores. */
  private double all(int images) throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService threads = Executors.newFixedThreadPool(cores);
    AtomicInteger next = new AtomicInteger();
    long began = System.nanoTime();
    List<Callable<Void>> loops = new ArrayList<>();
    for (int i = 0; i < cores; i++) {
      loops.add(
          () -> {
            try (var worker = new Worker()) {
              for (int n = next.getAndIncrement(); n < images; n = next.getAndIncrement()) {
                worker.classify(pictures.get(n % pictures.size()));
              }
            }
            return null;
          });
    }
    for (Future<Void> loop : threads.invokeAll(loops)) {
      loop.get();
    }
    threads.shutdown();
    return (System.nanoTime() - began) / 1e9;
  }

  /** Milliseconds of each image, one at a time. */
  private List<Double> alone() throws Exception {
    List<Double> times = new ArrayList<>();
    // As requests one by one: a core that has slept, and its caches, are slower.
    var moments = new RandomMoments(InferenceRound.SLOWLY);
    try (var worker = new Worker()) {
      for (int i = 0; i < ALONE; i++) {
        long moment = moments.next();
        while (System.nanoTime() < moment) {
          LockSupport.parkNanos(moment - System.nanoTime());
        }
        long began = System.nanoTime();
        worker.classify(pictures.get(i % pictures.size()));
        times.add((System.nanoTime() - began) / 1e6);
      }
    }
    return times;
  }

  private final class Worker implements AutoCloseable {
    private final PixelMemory memory = new PixelMemory();
    private final ByteBuffer input =
        ByteBuffer.allocateDirect(preprocessing.bytes()).order(ByteOrder.nativeOrder());
    private final OnnxTensor tensor;

    Worker() throws OrtException {
      long[] shape = {1, preprocessing.height(), preprocessing.width(), 3};
      tensor = OnnxTensor.createTensor(environment, input, shape, OnnxJavaType.UINT8);
    }

    void classify(byte[] picture) throws OrtException {
      var decoded = (DecodeResult.Decoded) decoder.decode(picture, memory);
      preprocessing.apply(decoded.image(), input.clear());
      try (var result = session.run(Map.of("image", tensor), Set.of("scores"))) {
        result.get(0).getValue();
      }
    }

    @Override
    public void close() {
      tensor.close();
    }
  }
}
