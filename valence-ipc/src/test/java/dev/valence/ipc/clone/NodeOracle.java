package dev.valence.ipc.clone;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Node.js process that reads and writes values with V8's own serializer. */
final class NodeOracle implements AutoCloseable {
  private final Process process;
  private final DataOutputStream out;
  private final DataInputStream in;
  private final ByteArrayOutputStream batch = new ByteArrayOutputStream();
  private int asked;

  /** How many requests were sent and not answered yet. */
  private int sent;

  private NodeOracle(Process process) {
    this.process = process;
    out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
  }

  static NodeOracle start() throws IOException {
    Process process =
        new ProcessBuilder(
                "node", file("oracle.js").toString(), file("structured-clone.js").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new NodeOracle(process);
  }

  /** A resource of this package as a file. */
  static Path file(String name) throws IOException {
    try {
      return Path.of(NodeOracle.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /** Adds a request to the batch: an operation of oracle.js and its bytes. */
  void ask(char operation, byte[] bytes) throws IOException {
    DataOutputStream request = new DataOutputStream(batch);
    request.writeInt(bytes.length + 1);
    request.writeByte(operation);
    request.write(bytes);
    asked++;
  }

  /** The parts of each answer, in the order of the requests. */
  List<List<byte[]>> answers() throws IOException {
    send();
    return received();
  }

  /** Sends the batch, which is worked on meanwhile; it must be received before the next is sent. */
  void send() throws IOException {
    if (sent > 0) {
      throw new IllegalStateException(sent + " requests are not answered yet");
    }
    out.writeInt(batch.size());
    batch.writeTo(out);
    out.flush();
    batch.reset();
    sent = asked;
    asked = 0;
  }

  /** The parts of each answer to what was sent, in the order of the requests. */
  List<List<byte[]>> received() throws IOException {
    List<List<byte[]>> answers = new ArrayList<>(sent);
    for (; sent > 0; sent--) {
      List<byte[]> parts = new ArrayList<>();
      for (int count = in.readByte(); count > 0; count--) {
        parts.add(in.readNBytes(in.readInt()));
      }
      answers.add(parts);
    }
    return answers;
  }

  static String text(byte[] part) {
    return new String(part, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
