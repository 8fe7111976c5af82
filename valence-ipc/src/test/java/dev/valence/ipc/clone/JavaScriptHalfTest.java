package dev.valence.ipc.clone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests that the JavaScript half has in its own language. */
@Tag("peers")
class JavaScriptHalfTest {
  @TempDir Path folder;

  @Test
  void itsOwnTestsPass() throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder("node", "--test", NodeOracle.file("structured-clone.test.js").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder
        .environment()
        .put("STRUCTURED_CLONE", NodeOracle.file("structured-clone.js").toString());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    String report = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(report).isZero();
    assertThat(report).contains("pass 97").contains("fail 0");
  }

  @Test
  void aPageGetsItAsAScript() {
    assertThat(StructuredCloneScript.source())
        .contains("const valenceStructuredClone =")
        .contains("encode(value)");
  }
}
