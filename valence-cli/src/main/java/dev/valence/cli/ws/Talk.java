package dev.valence.cli.ws;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.terminal.Terminal;
import dev.valence.websocket.WebSocketMessage;
import dev.valence.websocket.WebSocketStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.CompletionException;

/**
 * Standard input goes to a WebSocket, on a thread of its own; what comes goes to standard output.
 * Neither runs ahead of the other side.
 */
final class Talk {
  /** How messages go out and come in. */
  enum Form {
    /** Lines both ways. */
    TEXT,
    /** Pieces out; the bytes of messages as they are. */
    BINARY,
    /** Lines out; lines of JSON that tell everything. */
    JSON
  }

  private static final int PIECE = 64 << 10;

  private final WebSocketStream stream;
  private final Terminal terminal;
  private final Form form;
  private final Clock clock;
  private final long count;

  /**
   * A talk.
   *
   * @param count how many messages of the server end it; 0 for any number
   */
  Talk(WebSocketStream stream, Terminal terminal, Form form, Clock clock, long count) {
    this.stream = stream;
    this.terminal = terminal;
    this.form = form;
    this.clock = clock;
    this.count = count;
  }

  /** Talks until both have said goodbye. */
  void run() throws IOException, InterruptedException {
    if (form == Form.JSON) {
      line(EventJson.open(stream, clock.instant()));
    } else if (terminal.errIsTerminal()) {
      String chosen = stream.protocol().isEmpty() ? "" : " (" + stream.protocol() + ")";
      terminal.err().println("connected to " + stream.url() + chosen + "; Ctrl-D closes");
    }
    Thread sender = new Thread(this::send, "valence-ws-input");
    // Reading a terminal cannot be interrupted.
    sender.setDaemon(true);
    sender.start();
    long received = 0;
    for (WebSocketMessage next = stream.receive(); next != null; next = stream.receive()) {
      if (count == 0 || received < count) {
        print(next);
      }
      if (++received == count) {
        stream.close(1000, "");
      }
    }
  }

  private void print(WebSocketMessage message) throws IOException {
    if (form == Form.JSON) {
      line(EventJson.message(message, clock.instant()));
    } else if (form == Form.BINARY) {
      WritableByteChannel out = terminal.outputChannel();
      ByteBuffer bytes = ByteBuffer.wrap(message.bytes());
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } else if (message.isText()) {
      line(message.text());
    } else {
      terminal.err().println("(a binary message of " + message.size() + " bytes; see --binary)");
    }
  }

  private void line(String text) {
    terminal.out().println(text);
    if (terminal.out().checkError()) {
      throw CommandFailure.brokenPipe(null);
    }
  }

  private void send() {
    try {
      if (form == Form.BINARY) {
        sendPieces(terminal.in());
      } else {
        sendLines(new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      terminal.err().println("standard input cannot be read: " + e.getMessage());
    } catch (CompletionException closed) {
      // The reader of messages tells why.
      return;
    }
    if (count == 0) {
      stream.close(1000, "");
    }
  }

  private void sendLines(BufferedReader in) throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      stream.send(line).join();
    }
  }

  private void sendPieces(InputStream in) throws IOException {
    byte[] piece = new byte[PIECE];
    for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
      stream.send(Arrays.copyOf(piece, length)).join();
    }
  }
}
