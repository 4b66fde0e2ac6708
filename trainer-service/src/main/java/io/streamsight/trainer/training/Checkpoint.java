package io.streamsight.trainer.training;

import io.streamsight.contract.event.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of a run after an epoch. As bytes: a number that names the format; the length of a JSON
 * header and the header (plan, epoch, step, best and kept epoch, names and lengths of the arrays);
 * then the arrays' floats, big-endian, in the header's order.
 *
 * @param trainImages and validationImages: a resumed run must see the same data
 * @param epoch ended, from 1
 * @param step number of steps done in the whole run
 * @param weights of the net, statistics included
 * @param optimizer its state
 * @param averages of the weights; empty when there are none
 * @param standing which epoch is best, and the weights that are kept
 */
record Checkpoint(
    TrainingPlan plan,
    int trainImages,
    int validationImages,
    int epoch,
    long step,
    Map<String, float[]> weights,
    Map<String, float[]> optimizer,
    Map<String, float[]> averages,
    Standing standing) {
  /** More than the header of any net takes: some 40 bytes for each of up to 500 names. */
  static final int HEADER_BYTES = 64 << 10;

  private static final int FORMAT = 0x53434b02;

  private record Header(
      TrainingPlan plan,
      int trainImages,
      int validationImages,
      int epoch,
      long step,
      Map<String, Integer> weights,
      Map<String, Integer> optimizer,
      Map<String, Integer> averages,
      EpochResult best,
      EpochResult kept) {}

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      byte[] header =
          Json.MAPPER.writeValueAsBytes(
              new Header(
                  plan,
                  trainImages,
                  validationImages,
                  epoch,
                  step,
                  lengths(weights),
                  lengths(optimizer),
                  lengths(averages),
                  standing.best(),
                  standing.kept()));
      out.writeInt(FORMAT);
      out.writeInt(header.length);
      out.write(header);
      write(weights, out);
      write(optimizer, out);
      write(averages, out);
      write(standing.keptWeights(), out);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalArgumentException when they are not a checkpoint of this version
   */
  static Checkpoint decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int format = in.readInt();
      if (format != FORMAT) {
        throw new IllegalArgumentException(
            "checkpoint of format %x, %x is needed: train from the start"
                .formatted(format, FORMAT));
      }
      Header header = Json.MAPPER.readValue(in.readNBytes(in.readInt()), Header.class);
      return new Checkpoint(
          header.plan,
          header.trainImages,
          header.validationImages,
          header.epoch,
          header.step,
          read(header.weights, in),
          read(header.optimizer, in),
          read(header.averages, in),
          new Standing(header.best, header.kept, read(header.weights, in)));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "checkpoint of %d bytes can't be read: train from the start".formatted(bytes.length), e);
    }
  }

  private static Map<String, Integer> lengths(Map<String, float[]> arrays) {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    arrays.forEach((name, values) -> lengths.put(name, values.length));
    return lengths;
  }

  private static void write(Map<String, float[]> arrays, DataOutputStream out) throws IOException {
    for (float[] values : arrays.values()) {
      ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES);
      buffer.asFloatBuffer().put(values);
      out.write(buffer.array());
    }
  }

  private static Map<String, float[]> read(Map<String, Integer> lengths, DataInputStream in)
      throws IOException {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> entry : lengths.entrySet()) {
      float[] values = new float[entry.getValue()];
      byte[] raw = new byte[values.length * Float.BYTES];
      in.readFully(raw);
      ByteBuffer.wrap(raw).asFloatBuffer().get(values);
      arrays.put(entry.getKey(), values);
    }
    return arrays;
  }
}
