package dev.valence.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;

/**
 * One connection of a {@link RawServer}. Reading and writing belong to the script's thread; {@link
 * #close()}, {@link #reset()} and {@link #closed()} may be called from any.
 */
public final class RawConnection implements AutoCloseable {
  private static final int MAX_HEAD = 16 << 20;

  private final int id;
  private final Socket transport;
  private final Socket socket;
  private final InputStream in;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** {@code socket} is the transport itself, or the TLS socket on top of it. */
  RawConnection(int id, Socket transport, Socket socket) throws IOException {
    this.id = id;
    this.transport = transport;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** A number counted from 1 in the order of acceptance. */
  public int id() {
    return id;
  }

  /** The protocol ALPN chose; empty when none was, or for a plain connection. */
  public String alpn() throws IOException {
    if (!(socket instanceof SSLSocket secure)) {
      return "";
    }
    secure.startHandshake();
    String chosen = secure.getApplicationProtocol();
    return chosen == null ? "" : chosen;
  }

  /**
   * Reads up to and with the next blank line and returns it as ISO 8859-1 text.
   *
   * @throws EOFException when the client closes before
   */
  public String readHead() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the client closed after " + head.size() + " bytes of a head");
      }
      head.write(next);
      if (head.size() > MAX_HEAD) {
        throw new IOException("the head is longer than " + MAX_HEAD + " bytes");
      }
      matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads exactly this many bytes.
   *
   * @throws EOFException when the client closes before
   */
  public byte[] read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the client closed after " + bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  /** Reads until the client closes its side. */
  public byte[] readToEnd() throws IOException {
    return in.readAllBytes();
  }

  /** What the client sends, undigested. */
  public InputStream input() {
    return in;
  }

  /** Writes these bytes and flushes. */
  public void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Writes text as ISO 8859-1 and flushes. */
  public void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Writes the bytes one by one, each in a packet of its own as far as the system allows. */
  public void writeByteByByte(byte[] bytes) throws IOException {
    for (byte one : bytes) {
      write(new byte[] {one});
    }
  }

  /**
   * Waits until the test opens the gate.
   *
   * @throws IOException when the server is closed, or nobody opens the gate within a minute
   */
  public void await(CompletableFuture<?> gate) throws IOException {
    Exchange.awaitGate(gate);
  }

  /** Says nothing more; drops what arrives until the client or the server closes. */
  public void staySilent() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** Ends the sending direction only (FIN); reading goes on. Plain connections only. */
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Closes with a TCP reset; over TLS without close_notify. */
  public void reset() throws IOException {
    transport.setSoLinger(true, 0);
    abandon();
  }

  /** Closes in order. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // close_notify found no one; the transport is closed below.
    } finally {
      abandon();
    }
  }

  /** Closes the transport without a word of TLS. */
  void abandon() {
    try {
      transport.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      closed.complete(null);
    }
  }

  /** Completes when this side has closed the connection. */
  public CompletableFuture<Void> closed() {
    return closed.copy();
  }
}
