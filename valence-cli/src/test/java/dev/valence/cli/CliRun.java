package dev.valence.cli;

import dev.valence.cli.command.Interruption;
import dev.valence.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/** One run of the command within the test, its streams caught. */
public final class CliRun {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err =
      new ByteArrayOutputStream() {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
          super.write(bytes, offset, length);
          hearer.accept(toString(StandardCharsets.UTF_8));
        }
      };
  private final Interruption interruption = new Interruption();
  private InputStream in = InputStream.nullInputStream();
  private OutputStream target = out;
  private Consumer<String> hearer = soFar -> {};
  private boolean onTerminal;
  private Map<String, String> environment = Map.of();
  private volatile int code = -1;

  /** Runs it in a pipe. */
  public static CliRun of(String... args) {
    return new CliRun().run(args);
  }

  public CliRun input(String text) {
    in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** As people see it. */
  public CliRun onTerminal() {
    onTerminal = true;
    return this;
  }

  public CliRun environment(Map<String, String> variables) {
    environment = variables;
    return this;
  }

  /** Standard output goes there instead. */
  public CliRun outputTo(OutputStream stream) {
    target = stream;
    return this;
  }

  /** Hears, after each piece, what standard error has so far. */
  public CliRun hearingErrors(Consumer<String> soFar) {
    hearer = soFar;
    return this;
  }

  public CliRun run(String... args) {
    Terminal terminal = new Terminal(in, target, err, false, onTerminal, onTerminal, environment);
    code = Main.run(args, terminal, interruption);
    return this;
  }

  /** Ctrl-C. */
  public void interrupt() {
    interruption.interrupt();
  }

  public int code() {
    return code;
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public byte[] outBytes() {
    return out.toByteArray();
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "exit " + code + "\n--- out\n" + out() + "\n--- err\n" + err();
  }
}
