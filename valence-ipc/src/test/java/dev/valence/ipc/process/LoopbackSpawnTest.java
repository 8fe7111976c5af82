package dev.valence.ipc.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.renderer.IpcRenderer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where there can be no Unix domain socket, processes meet on the loopback interface. */
class LoopbackSpawnTest {
  @TempDir Path folder;

  static Object address(IpcRenderer ipc, IpcArguments args) {
    return System.getenv("VALENCE_IPC_ADDRESS").replaceAll("[0-9]+", "N")
        + " "
        + ipc.sendSync("test", args.get(0));
  }

  /** A main process with one renderer; prints what that answers. */
  static final class MainProcess {
    private MainProcess() {}

    public static void main(String[] args) {
      try (PuppetStage stage = new PuppetStage()) {
        stage.ipcMain().on("test", (event, given) -> event.returnValue("heard " + given.get(0)));
        System.out.print(stage.run(LoopbackSpawnTest.class, "address", "hello"));
      }
    }
  }

  @Test
  void aFolderWithALongPathHasNoSocket() throws Exception {
    Path far = Files.createDirectory(folder.resolve("a".repeat(120)));
    Path output = folder.resolve("output");
    Process main =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-Djava.io.tmpdir=" + far,
                    "-cp",
                    System.getProperty("java.class.path"),
                    MainProcess.class.getName()))
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(main.waitFor(PuppetStage.WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(output, StandardCharsets.UTF_8)).isEqualTo("tcp:N heard hello");
      assertThat(main.exitValue()).isZero();
      assertThat(far).as("what is left behind").isEmptyDirectory();
    } finally {
      main.destroyForcibly();
    }
  }
}
