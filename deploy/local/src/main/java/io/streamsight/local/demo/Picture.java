package io.streamsight.local.demo;

import java.io.IOException;

/** A labelled image; its bytes are drawn or read when they are needed. */
record Picture(String id, String label, Content content) {

  /** Where the bytes of an encoded image come from. */
  interface Content {
    byte[] bytes() throws IOException;
  }

  byte[] bytes() throws IOException {
    return content.bytes();
  }
}
