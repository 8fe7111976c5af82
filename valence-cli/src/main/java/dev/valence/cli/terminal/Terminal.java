package dev.valence.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The three streams of the process, whether people look at them, and the environment. Tests make
 * one of their own. Errors of writing to standard output are kept for {@link #outputFailed}, or
 * thrown by {@link #outputChannel}.
 */
public final class Terminal {
  /** Set by the start script, which can ask the system: {@code true} or {@code false}. */
  private static final String IN_PROPERTY = "valence.stdin.terminal";

  private static final String OUT_PROPERTY = "valence.stdout.terminal";

  private static final String ERR_PROPERTY = "valence.stderr.terminal";

  private static final int NARROW = 40;
  private static final int USUAL = 100;

  private final InputStream in;
  private final OutputStream out;
  private final PrintStream text;
  private final PrintStream err;
  private final boolean inIsTerminal;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private final Map<String, String> environment;

  /**
   * Streams and what is known of them.
   *
   * @param environment environment variables by name
   */
  public Terminal(
      InputStream in,
      OutputStream out,
      OutputStream err,
      boolean inIsTerminal,
      boolean outIsTerminal,
      boolean errIsTerminal,
      Map<String, String> environment) {
    this.in = in;
    this.out = out;
    this.text = new PrintStream(out, false, charset());
    this.err = new PrintStream(err, true, charset());
    this.inIsTerminal = inIsTerminal;
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
    this.environment = Map.copyOf(environment);
  }

  /** The streams of this process, unbuffered and unconverted. */
  public static Terminal ofProcess() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        isTerminal(IN_PROPERTY, 0),
        isTerminal(OUT_PROPERTY, 1),
        isTerminal(ERR_PROPERTY, 2),
        System.getenv());
  }

  /** Standard input. */
  public InputStream in() {
    return in;
  }

  /** Standard output for text; flush it by {@link #finish}. */
  public PrintStream out() {
    return text;
  }

  /** Standard output for bytes. Text that was printed before goes first. */
  public WritableByteChannel outputChannel() {
    text.flush();
    return out instanceof FileOutputStream file ? file.getChannel() : Channels.newChannel(out);
  }

  /** Standard error; every line is written at once. */
  public PrintStream err() {
    return err;
  }

  /** Whether somebody types. */
  public boolean inIsTerminal() {
    return inIsTerminal;
  }

  public boolean outIsTerminal() {
    return outIsTerminal;
  }

  public boolean errIsTerminal() {
    return errIsTerminal;
  }

  /** A variable of the environment; null where it is not set or empty. */
  public @Nullable String environment(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** Colours for standard output. */
  public Style outStyle() {
    return new Style(outIsTerminal && mayColour());
  }

  /** Colours for standard error. */
  public Style errStyle() {
    return new Style(errIsTerminal && mayColour());
  }

  /** How many characters fit into a line, 40 to 100; by {@code COLUMNS} where that is set. */
  public int columns() {
    String columns = environment("COLUMNS");
    if (columns == null) {
      return 80;
    }
    try {
      return Math.max(NARROW, Math.min(USUAL, Integer.parseInt(columns.trim())));
    } catch (NumberFormatException e) {
      return 80;
    }
  }

  /** Writes out what text there is; false when that, or an earlier write of text, failed. */
  public boolean finish() {
    err.flush();
    return !text.checkError();
  }

  /** NO_COLOR: see no-color.org. */
  private boolean mayColour() {
    return environment("NO_COLOR") == null && !"dumb".equals(environment("TERM"));
  }

  /** UTF-8, but for the consoles of Windows, which have a code page. */
  private static Charset charset() {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    String nativeName = System.getProperty("native.encoding", "UTF-8");
    return windows && Charset.isSupported(nativeName)
        ? Charset.forName(nativeName)
        : StandardCharsets.UTF_8;
  }

  /**
   * By the start script's word; else by where Linux says the descriptor leads; else by {@link
   * System#console}, which knows only of input and output together.
   */
  private static boolean isTerminal(String property, int descriptor) {
    String told = System.getProperty(property);
    if (told != null) {
      return told.equals("true");
    }
    Path link = Path.of("/proc/self/fd/" + descriptor);
    if (Files.isSymbolicLink(link)) {
      try {
        String target = Files.readSymbolicLink(link).toString();
        return target.startsWith("/dev/pts/")
            || target.startsWith("/dev/tty")
            || target.equals("/dev/console");
      } catch (IOException e) {
        return false;
      }
    }
    return System.console() != null;
  }
}
