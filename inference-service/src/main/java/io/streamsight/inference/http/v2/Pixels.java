package io.streamsight.inference.http.v2;

import io.streamsight.inference.http.ProblemException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The contents of a tensor of bytes.
 *
 * @param values in the order of the request, row by row
 * @param nesting how many elements the arrays at each depth have; one number when they came flat
 */
record Pixels(byte[] values, long[] nesting) {
  /**
   * @param claimed the request's shape
   * @param size of an image: {@code [height, width, 3]}
   * @throws ProblemException 400 unless claim, contents and model agree
   */
  void requireShape(long[] claimed, long... size) {
    long image = Arrays.stream(size).reduce(1, (a, b) -> a * b);
    if (claimed.length != size.length + 1
        || claimed[0] < 1
        || !Arrays.equals(claimed, 1, claimed.length, size, 0, size.length)) {
      throw BadRequest.because(
          "Input 'image' has the shape %s, the model takes %s with 1 image or more",
          text(claimed), text(LongStream.concat(LongStream.of(-1), Arrays.stream(size)).toArray()));
    }
    if (values.length % image != 0 || values.length / image != claimed[0]) {
      throw BadRequest.because(
          "Input 'image' has %d numbers in its data, its shape %s needs %d for each image",
          values.length, text(claimed), image);
    }
    if (nesting.length > 1 && !Arrays.equals(nesting, claimed)) {
      throw BadRequest.because(
          "The data of input 'image' is nested like %s, its shape is %s: nest it so, or not at all",
          text(nesting), text(claimed));
    }
  }

  private static String text(long[] shape) {
    return Arrays.stream(shape)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
