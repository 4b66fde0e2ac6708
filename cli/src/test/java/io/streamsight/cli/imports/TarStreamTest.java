package io.streamsight.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.cli.files.SourceFile;
import io.streamsight.cli.files.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarStreamTest {
  private final List<Unreadable> unreadable = new ArrayList<>();

  @TempDir Path folder;

  @Test
  void shouldPackFilesInOrderWithTheirBytes() throws Exception {
    List<SourceFile> files =
        List.of(file("b.jpg", new byte[] {1, 2, 3}), file("a.jpg", new byte[0]), large("c.jpg"));
    Map<String, byte[]> packed = unpack(stream(files));
    assertThat(packed.keySet()).containsExactly("b.jpg", "a.jpg", "c.jpg");
    for (SourceFile file : files) {
      assertThat(packed.get(file.name())).isEqualTo(Files.readAllBytes(file.path()));
    }
  }

  @Test
  void shouldKeepNamesThatAreLongOrNotAscii() throws Exception {
    String deep = "eine/sehr/tiefe/ablage/".repeat(12) + "Kätzchen 猫 🐈.jpg";
    Path path = file("x", new byte[] {7}).path();
    assertThat(unpack(stream(List.of(new SourceFile(deep, path)))).keySet()).containsExactly(deep);
  }

  @Test
  void shouldLeaveOutAFileThatCanNotBeReadAndTellOfIt() throws Exception {
    var gone = new SourceFile("gone.jpg", folder.resolve("gone.jpg"));
    List<SourceFile> files = List.of(file("a", new byte[9]), gone, file("b", new byte[9]));
    assertThat(unpack(stream(files)).keySet()).containsExactly("a", "b");
    assertThat(unreadable).hasSize(1).first().extracting(Unreadable::path).isEqualTo("gone.jpg");
  }

  @Test
  void shouldTakeAFileOnlyWhenThoseBeforeItWereRead() throws Exception {
    List<SourceFile> files = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      files.add(file("file" + i, new byte[100_000]));
    }
    var taken = new AtomicInteger();
    try (var stream = new TarStream(counting(files.iterator(), taken), unreadable::add)) {
      for (int whole = 0; whole < 50; whole++) {
        assertThat(taken.get())
            .as("files taken when %d are read", whole)
            .isLessThanOrEqualTo(whole + 1);
        assertThat(stream.files()).isLessThanOrEqualTo(whole);
        stream.readNBytes(100_000 + 512);
      }
    }
  }

  @Test
  void shouldSendALargeFileInChunks() throws Exception {
    Path sparse = folder.resolve("sparse");
    long size = TarStream.WHOLE_BYTES + 5L;
    try (var file = new RandomAccessFile(sparse.toFile(), "rw")) {
      file.setLength(size);
    }
    try (var tar =
        new TarArchiveInputStream(stream(List.of(new SourceFile("sparse", sparse))), "UTF-8")) {
      assertThat(tar.getNextEntry().getSize()).isEqualTo(size);
      assertThat(tar.skip(size)).isEqualTo(size);
      assertThat(tar.getNextEntry()).isNull();
    }
  }

  @Test
  void shouldFailWhenALargeFileBecomesShorterMeanwhile() throws Exception {
    Path shrinking = folder.resolve("shrinking");
    try (var file = new RandomAccessFile(shrinking.toFile(), "rw");
        var stream = stream(List.of(new SourceFile("shrinking", shrinking)))) {
      file.setLength(TarStream.WHOLE_BYTES + 1L);
      stream.readNBytes(1_000_000);
      file.setLength(2_000_000);
      assertThatThrownBy(() -> stream.transferTo(java.io.OutputStream.nullOutputStream()))
          .isInstanceOf(IOException.class)
          .hasMessage("shrinking became shorter while it was sent");
    }
  }

  private TarStream stream(List<SourceFile> files) {
    return new TarStream(files.iterator(), unreadable::add);
  }

  private static Map<String, byte[]> unpack(InputStream packed) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (var tar =
        new TarArchiveInputStream(new ByteArrayInputStream(packed.readAllBytes()), "UTF-8")) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        files.put(e.getName(), tar.readAllBytes());
      }
    }
    return files;
  }

  private SourceFile file(String name, byte[] bytes) throws IOException {
    return new SourceFile(name, Files.write(folder.resolve(name), bytes));
  }

  private SourceFile large(String name) throws IOException {
    var bytes = new byte[300_001];
    IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) (i * 31));
    return file(name, bytes);
  }

  private static Iterator<SourceFile> counting(Iterator<SourceFile> files, AtomicInteger taken) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return files.hasNext();
      }

      @Override
      public SourceFile next() {
        taken.incrementAndGet();
        return files.next();
      }
    };
  }
}
