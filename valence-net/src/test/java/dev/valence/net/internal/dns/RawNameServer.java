package dev.valence.net.internal.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A name server that says what a test wants it to, over UDP and TCP on one port of 127.0.0.1. */
public final class RawNameServer implements AutoCloseable {
  private final DatagramSocket datagrams;
  private final ServerSocket streams;
  private final Function<byte[], List<byte[]>> udp;
  private final Function<byte[], List<byte[]>> tcp;
  public final List<String> asked = new CopyOnWriteArrayList<>();

  private RawNameServer(Function<byte[], List<byte[]>> udp, Function<byte[], List<byte[]>> tcp)
      throws IOException {
    this.udp = udp;
    this.tcp = tcp;
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    DatagramSocket bound = null;
    ServerSocket listening = null;
    for (int attempt = 0; listening == null; attempt++) {
      bound = new DatagramSocket(0, loopback);
      try {
        listening = new ServerSocket(bound.getLocalPort(), 50, loopback);
      } catch (IOException taken) {
        bound.close();
        if (attempt == 20) {
          throw taken;
        }
      }
    }
    datagrams = bound;
    streams = listening;
    start(this::serveDatagrams, "raw-dns-udp");
    start(this::serveStreams, "raw-dns-tcp");
  }

  /** Answers datagrams with no, one or several messages; refuses to speak TCP. */
  static RawNameServer udp(Function<byte[], List<byte[]>> answers) throws IOException {
    return new RawNameServer(answers, query -> List.of());
  }

  static RawNameServer both(Function<byte[], List<byte[]>> udp, Function<byte[], List<byte[]>> tcp)
      throws IOException {
    return new RawNameServer(udp, tcp);
  }

  /** Answers each query with one message. */
  public static RawNameServer answering(Function<byte[], byte[]> answer) throws IOException {
    return udp(query -> List.of(answer.apply(query)));
  }

  static RawNameServer silent() throws IOException {
    return udp(query -> List.of());
  }

  /** As a configuration names it. */
  public String address() {
    return "127.0.0.1:" + datagrams.getLocalPort();
  }

  InetSocketAddress socketAddress() {
    return (InetSocketAddress) datagrams.getLocalSocketAddress();
  }

  private static void start(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void serveDatagrams() {
    byte[] buffer = new byte[4096];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        datagrams.receive(packet);
        byte[] query = Arrays.copyOf(buffer, packet.getLength());
        note(query, "");
        for (byte[] answer : udp.apply(query)) {
          datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void note(byte[] query, String how) {
    asked.add(DnsBytes.nameOf(query) + "/" + DnsBytes.typeOf(query) + how);
  }

  private void serveStreams() {
    while (true) {
      try (Socket socket = streams.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] query = new byte[in.readUnsignedShort()];
        in.readFully(query);
        note(query, "/tcp");
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        for (byte[] answer : tcp.apply(query)) {
          out.write(DnsBytes.join(DnsBytes.u16(answer.length), answer));
        }
        out.flush();
      } catch (IOException gone) {
        if (streams.isClosed()) {
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    datagrams.close();
    try {
      streams.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
