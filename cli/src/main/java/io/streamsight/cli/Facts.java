package io.streamsight.cli;

/** Name and value, one a line; what isn't known is left out. */
public final class Facts {
  private final StringBuilder text = new StringBuilder();

  /** Adds a line; none for null. */
  public Facts add(String name, Object value) {
    if (value != null) {
      text.append("%-25s %s%n".formatted(name, Printable.text(value.toString())));
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString().stripTrailing();
  }
}
