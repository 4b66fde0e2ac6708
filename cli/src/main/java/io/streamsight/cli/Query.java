package io.streamsight.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A path and its query, escaped: {@code /datasets/pets/findings?kind=missing}. */
public final class Query {
  private final StringBuilder text = new StringBuilder();
  private boolean first = true;

  private Query() {}

  /** Whatever a segment holds, it stays one: an image id's slash is escaped too. */
  public static Query of(String... segments) {
    var query = new Query();
    for (String segment : segments) {
      query.text.append('/').append(encode(segment));
    }
    return query;
  }

  /** Adds a parameter; null is left out. */
  public Query with(String name, Object value) {
    if (value != null) {
      text.append(first ? '?' : '&').append(name).append('=').append(encode(value.toString()));
      first = false;
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
