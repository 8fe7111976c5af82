package dev.valence.net.internal.hsts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.internal.hsts.HstsEntries.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HstsFileTest {
  private static final List<Entry> TWO =
      List.of(new Entry("a.test", 123, true), new Entry("b.test", 456, false));

  @TempDir Path folder;
  private HstsFile file;

  @BeforeEach
  void name() {
    file = new HstsFile(folder);
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    assertThat(file.read()).isEmpty();

    file.write(List.of());
    file.write(TWO);

    assertThat(file.read()).isEqualTo(TWO);
    assertThat(Files.getPosixFilePermissions(folder.resolve("TransportSecurity")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void whateverByteIsDamagedNoWrongEntryComesOut() throws IOException {
    file.write(TWO);
    Path path = folder.resolve("TransportSecurity");
    byte[] whole = Files.readAllBytes(path);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x20;
      Files.write(path, damaged);

      assertThat(TWO).containsAll(file.read());
    }
  }

  @Test
  void aFileCutAnywhereGivesWholeEntriesOnly() throws IOException {
    file.write(TWO);
    Path path = folder.resolve("TransportSecurity");
    byte[] whole = Files.readAllBytes(path);
    for (int length = 0; length < whole.length; length++) {
      Files.write(path, java.util.Arrays.copyOf(whole, length));

      assertThat(TWO).containsAll(file.read());
    }
  }
}
