package io.streamsight.trainer.dataset;

import io.streamsight.contract.Sha256;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.dataset.Split;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Images of one colour each, which tells their number; notes which were fetched. */
final class SolidImages implements ImageSource {
  private final Map<String, byte[]> encoded = new ConcurrentHashMap<>();
  private final List<String> fetched = new ArrayList<>();

  /** Images from and to these numbers. */
  List<Example> examples(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> example(i, "id-" + i)).toList();
  }

  Example example(int number, String imageId) {
    byte[] png = png(number);
    String hash = Sha256.of(png);
    encoded.put(hash, png);
    return new Example(imageId, hash, Split.TRAIN, "cat", 0, number);
  }

  @Override
  public void fetch(List<Example> examples, BooleanSupplier stop, Sink sink) {
    for (int i = 0; i < examples.size(); i++) {
      if (stop.getAsBoolean()) {
        throw new CancellationException();
      }
      fetched.add(examples.get(i).imageId());
      sink.accept(i, encoded.get(examples.get(i).contentHash()));
    }
  }

  /** Ids of what was fetched since the last call. */
  List<String> fetched() {
    List<String> ids = List.copyOf(fetched);
    fetched.clear();
    return ids;
  }

  /** Which image a picture is of; fails when its pixels are not all the same. */
  static int number(Pictures pictures, int position) throws IOException {
    ByteBuffer picture = ByteBuffer.allocate(pictures.pictureBytes());
    pictures.read(position, picture);
    picture.flip();
    for (int at = 3; at < picture.limit(); at += 3) {
      if (picture.get(at) != picture.get(0)
          || picture.get(at + 1) != picture.get(1)
          || picture.get(at + 2) != picture.get(2)) {
        throw new IOException("picture %d is of several images".formatted(position));
      }
    }
    return (picture.get(0) & 0xFF) << 16 | (picture.get(1) & 0xFF) << 8 | picture.get(2) & 0xFF;
  }

  static List<Integer> numbers(Pictures pictures) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < pictures.count(); i++) {
      numbers.add(number(pictures, i));
    }
    return numbers;
  }

  private static byte[] png(int number) {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 16; i++) {
      image.setRGB(i % 4, i / 4, number);
    }
    try {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(image, "png", png);
      return png.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
