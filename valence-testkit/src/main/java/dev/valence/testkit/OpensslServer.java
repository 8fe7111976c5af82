package dev.valence.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real {@code openssl s_server} on a port of 127.0.0.1, which answers each request over HTTP/1.1
 * with a page about the connection; and {@code openssl ocsp}, which signs what it staples.
 */
public final class OpensslServer implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  private final Path home;
  private final int port;
  private final PeerProcess process;

  private OpensslServer(TestIdentity identity, Path home, List<String> options) throws IOException {
    this.home = home;
    this.port = PeerProcess.freePorts(1)[0];
    identity.writeCertificate(home.resolve("server.pem"));
    identity.writeKey(home.resolve("server.key"));
    List<String> command =
        new ArrayList<>(
            List.of(
                program(),
                "s_server",
                "-accept",
                "127.0.0.1:" + port,
                "-cert",
                "server.pem",
                "-cert_chain",
                "server.pem",
                "-key",
                "server.key",
                "-www"));
    command.addAll(options);
    this.process = new PeerProcess(command, home, line -> line.startsWith("ACCEPT"));
  }

  /**
   * Starts a server.
   *
   * @param options of {@code s_server}, such as {@code -tls1_2}
   * @throws MissingPeerException when openssl is not installed
   * @throws IOException when it does not start; the message has its output
   */
  public static OpensslServer start(TestIdentity identity, String... options) throws IOException {
    IOException last = new IOException("openssl was not started");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      OpensslServer server =
          new OpensslServer(
              identity, Files.createTempDirectory("valence-openssl"), List.of(options));
      try {
        server.process.awaitReady();
        return server;
      } catch (IOException e) {
        server.close();
        last = e;
        if (!String.valueOf(e.getMessage()).contains("Address already in use")) {
          break;
        }
      }
    }
    throw last;
  }

  /**
   * Has {@code openssl ocsp} sign what an authority says to a certificate, and writes it to a file.
   *
   * @param signer who signs: the authority's own certificate, or one that it gave the right to
   * @param signerKey the signer's key
   * @param revoked whether the certificate is revoked
   * @param options further ones, such as {@code -nmin 5}
   */
  public static Path ocspResponse(
      TestAuthority authority,
      TestIdentity signer,
      TestIdentity subject,
      boolean revoked,
      Path folder,
      String... options)
      throws IOException, InterruptedException {
    authority.writeCertificate(folder.resolve("ca.pem"));
    signer.writeCertificate(folder.resolve("signer.pem"));
    signer.writeKey(folder.resolve("signer.key"));
    subject.writeCertificate(folder.resolve("subject.pem"));
    String serial = subject.certificate().getSerialNumber().toString(16).toUpperCase();
    Files.writeString(
        folder.resolve("index.txt"),
        "%s\t401231235959Z\t%s\t%s\tunknown\t/CN=x\n"
            .formatted(
                revoked ? "R" : "V",
                revoked ? "200101000000Z,keyCompromise" : "",
                serial.length() % 2 == 0 ? serial : "0" + serial));
    Path response = folder.resolve("response.der");
    List<String> command =
        new ArrayList<>(
            List.of(
                program(),
                "ocsp",
                "-index",
                "index.txt",
                "-CA",
                "ca.pem",
                "-rsigner",
                "signer.pem",
                "-rkey",
                "signer.key",
                "-issuer",
                "ca.pem",
                "-cert",
                "subject.pem",
                "-respout",
                "response.der",
                "-noverify"));
    command.addAll(List.of(options));
    run(command, folder);
    return response;
  }

  /** Runs openssl to its end. */
  private static void run(List<String> command, Path folder)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said;
    try (InputStream out = process.getInputStream()) {
      said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(command + " failed: " + said);
    }
  }

  private static String program() {
    return PeerProcess.find("openssl", "openssl").toString();
  }

  /** {@code https://HOST:PORT/}. */
  public String url(String host) {
    return "https://" + host + ":" + port + "/";
  }

  public int port() {
    return port;
  }

  /** The last lines it wrote. */
  public String output() {
    return process.output();
  }

  /** Kills it and deletes its folder. */
  @Override
  public void close() {
    process.close();
    PeerProcess.deleteFolder(home);
  }
}
