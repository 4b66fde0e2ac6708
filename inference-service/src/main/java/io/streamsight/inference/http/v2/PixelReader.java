package io.streamsight.inference.http.v2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.streamsight.inference.http.ProblemException;
import java.io.IOException;
import java.util.Arrays;

/** Reads a tensor of bytes, nested or flat, number by number; a million of them are no objects. */
final class PixelReader {
  private static final int MAX_DEPTH = 4;
  private static final int UNKNOWN = -1;

  private final JsonParser json;
  private final int[] lengths = new int[MAX_DEPTH];
  private byte[] values = new byte[1 << 16];
  private int count;

  /** The depth at which the numbers are. */
  private int bottom = UNKNOWN;

  private PixelReader(JsonParser json) {
    this.json = json;
    Arrays.fill(lengths, UNKNOWN);
  }

  /**
   * @param json at the beginning of the value; afterwards at its end
   * @throws ProblemException 400 for anything but whole numbers from 0 to 255 in regular arrays
   */
  static Pixels read(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw BadRequest.because("The data of input 'image' is no array");
    }
    PixelReader reader = new PixelReader(json);
    reader.array(0);
    long[] nesting =
        Arrays.stream(reader.lengths).filter(n -> n != UNKNOWN).asLongStream().toArray();
    return new Pixels(Arrays.copyOf(reader.values, reader.count), nesting);
  }

  private void array(int depth) throws IOException {
    if (depth == MAX_DEPTH) {
      throw BadRequest.because(
          "The data of input 'image' is nested deeper than %d arrays", MAX_DEPTH);
    }
    int length = 0;
    JsonToken token = json.nextToken();
    for (; token != JsonToken.END_ARRAY; token = json.nextToken()) {
      if (token == JsonToken.START_ARRAY) {
        if (bottom != UNKNOWN && depth >= bottom) {
          throw irregular();
        }
        array(depth + 1);
      } else {
        number(token, depth);
      }
      length++;
    }
    if (lengths[depth] != UNKNOWN && lengths[depth] != length) {
      throw irregular();
    }
    lengths[depth] = length;
  }

  private void number(JsonToken token, int depth) throws IOException {
    if (bottom != UNKNOWN && bottom != depth) {
      throw irregular();
    }
    bottom = depth;
    // Not getIntValue alone: it would cut a fraction off.
    int value = token == JsonToken.VALUE_NUMBER_INT ? json.getIntValue() : UNKNOWN;
    if (value < 0 || value > 255) {
      throw BadRequest.because(
          "Number %d in the data of input 'image' is %.40s: UINT8 takes whole numbers, 0 to 255",
          count, json.getText());
    }
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = (byte) value;
  }

  private ProblemException irregular() {
    return BadRequest.because(
        "The data of input 'image' is neither flat nor regularly nested at number %d", count);
  }
}
