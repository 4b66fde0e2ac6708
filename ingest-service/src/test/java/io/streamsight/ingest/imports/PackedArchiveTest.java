package io.streamsight.ingest.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.StreamsightException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

class PackedArchiveTest {
  /** What {@code zip -0} writes to a pipe: no compression, the length only behind the content. */
  private static byte[] storedWithoutLength(String name) {
    byte[] path = name.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(30 + path.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0x04034b50)
        .putShort((short) 20)
        .putShort((short) 8)
        .position(26)
        .putShort((short) path.length)
        .position(30)
        .put(path)
        .array();
  }

  @Test
  void shouldNotHoldAnEntryOfUnknownLengthWhole() throws IOException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 1;
          }
        };
    var archive =
        PackedArchive.open(
            new SequenceInputStream(
                new ByteArrayInputStream(storedWithoutLength("cat/1.jpg")), endless));

    assertThat(archive.next())
        .satisfies(file -> assertThat(file.path()).isEqualTo("cat/1.jpg"))
        .satisfies(file -> assertThat(file.content()).isNull());
    assertThatThrownBy(archive::next).isInstanceOf(IOException.class);
  }

  @Test
  void shouldReadPathsAsTheyAreBelowTheRoot() throws IOException {
    var archive =
        PackedArchive.open(
            new ByteArrayInputStream(Archives.tar(Map.of("././a/.//b.jpg", new byte[] {1, 2}))));
    Archive.File file = archive.next();
    assertThat(file.path()).isEqualTo("a/b.jpg");
    assertThat(file.content().readAllBytes()).containsExactly(1, 2);
    assertThat(archive.next()).isNull();
  }

  @Test
  void shouldNameLinksAndWhatElseIsNoFile() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      for (byte kind : new byte[] {TarConstants.LF_LINK, TarConstants.LF_SYMLINK}) {
        var link = new TarArchiveEntry("cat/%c.jpg".formatted(kind), kind);
        link.setLinkName("cat/0.jpg");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
      tar.putArchiveEntry(new TarArchiveEntry("pipe", TarConstants.LF_FIFO));
      tar.closeArchiveEntry();
    }
    var archive = PackedArchive.open(new ByteArrayInputStream(bytes.toByteArray()));

    for (String path : List.of("cat/1.jpg", "cat/2.jpg")) {
      Archive.File link = archive.next();
      assertThat(link.path()).isEqualTo(path);
      assertThat(link.content()).isNull();
      assertThat(link.obstacle()).contains("link to 'cat/0.jpg'", "--hard-dereference");
    }
    assertThat(archive.next().obstacle()).contains("neither a file nor a folder");
    assertThat(archive.next()).isNull();
  }

  @Test
  void shouldTakeABackslashForASeparatorInAZipAlone() throws IOException {
    Map<String, byte[]> files = Map.of("cat/a\\b.jpg", new byte[] {1});
    var tar = PackedArchive.open(new ByteArrayInputStream(Archives.tar(files)));
    assertThat(tar.next().path()).isEqualTo("cat/a\\b.jpg");
    var zip = PackedArchive.open(new ByteArrayInputStream(Archives.zip(files)));
    assertThat(zip.next().path()).isEqualTo("cat/a/b.jpg");
  }

  @Test
  void shouldReadNoPathThatLeadsUpwards() throws IOException {
    for (String name : List.of("../cat/1.jpg", "cat/../1.jpg", "cat/..", "a\n/../1.jpg")) {
      var archive =
          PackedArchive.open(new ByteArrayInputStream(Archives.tar(Map.of(name, new byte[] {1}))));
      Archive.File file = archive.next();
      assertThat(file.content()).as(name).isNull();
      assertThat(file.obstacle()).contains("'..'");
    }
  }

  @Test
  void shouldSayWhatABodyIsThatItCannotRead() {
    byte[] bzip2 = "BZh91AY&SY and so on, and some more bytes".getBytes(StandardCharsets.US_ASCII);
    assertUnreadable(bzip2, "bzip2", "tar.gz");
    assertUnreadable(new byte[0], "empty");
    assertUnreadable("just text".getBytes(StandardCharsets.US_ASCII), "no tar, tar.gz or zip");
  }

  private static void assertUnreadable(byte[] body, String... words) {
    assertThatThrownBy(() -> PackedArchive.open(new ByteArrayInputStream(body)))
        .isInstanceOf(StreamsightException.class)
        .message()
        .contains(words);
  }
}
