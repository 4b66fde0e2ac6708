package io.streamsight.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportSourceTest {
  @TempDir Path folder;

  @Test
  void shouldTellArchivesByTheirContent() throws Exception {
    assertThat(type("tar", TarBody.ofFile(file("a.jpg", new byte[3])).open().readAllBytes()))
        .isEqualTo("application/x-tar");
    var zip = new ByteArrayOutputStream();
    new ZipOutputStream(zip).close();
    assertThat(type("empty", zip.toByteArray())).isEqualTo("application/zip");
    var gzip = new ByteArrayOutputStream();
    new GZIPOutputStream(gzip).close();
    assertThat(type("photos", gzip.toByteArray())).isEqualTo("application/gzip");
  }

  @Test
  void shouldSendWhatIsCalledAnArchiveAsItIs() throws Exception {
    // The service says better than "a badly named image" what it is not.
    assertThat(type("photos.zip", new byte[] {1, 2})).isEqualTo("application/x-tar");
    assertThat(type("photos.tar.gz", new byte[0])).isEqualTo("application/x-tar");
    assertThat(type("photos.tar.xz", new byte[] {1, 2})).isEqualTo("application/x-tar");
    assertThat(type("photos.tbz2", new byte[] {1, 2})).isEqualTo("application/x-tar");
  }

  @Test
  void shouldPackAnythingElseWhateverItsName() throws Exception {
    ImportBody body = ImportSource.of(file("photo.txt", new byte[] {(byte) 0xff, (byte) 0xd8}));
    assertThat(body).isInstanceOf(TarBody.class);
    assertThat(body.files()).isEqualTo(1);
  }

  private String type(String name, byte[] bytes) throws IOException {
    ImportBody body = ImportSource.of(file(name, bytes));
    assertThat(body.files()).isNull();
    return body.contentType();
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
