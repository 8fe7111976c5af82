package dev.valence.bench;

import dev.valence.bench.client.Peer;
import dev.valence.bench.worker.ColdStart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts a new JVM for each measurement: from the start of the process to the whole response. */
final class ColdStarts {
  private final Jvm jvm;
  private final Certificate certificate;
  private final Path folder;

  ColdStarts(Jvm jvm, Certificate certificate, Path folder) {
    this.jvm = jvm;
    this.certificate = certificate;
    this.folder = folder;
  }

  /**
   * Measures one start.
   *
   * @param sharing whether the client has its own archive of loaded classes, written at first use
   */
  Measurement measure(Peer peer, URI uri, boolean sharing)
      throws IOException, InterruptedException {
    if (!sharing) {
      return start(peer, uri, List.of());
    }
    Path archive = folder.resolve(peer.key() + ".jsa");
    if (!Files.exists(archive)) {
      start(
          peer,
          uri,
          List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
      if (!Files.exists(archive)) {
        throw new IOException("the JVM wrote no class-data archive " + archive);
      }
    }
    return start(peer, uri, List.of("-XX:SharedArchiveFile=" + archive));
  }

  private Measurement start(Peer peer, URI uri, List<String> flags)
      throws IOException, InterruptedException {
    Path log = folder.resolve(peer.key() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                jvm.command(
                    peer.artifacts(),
                    flags,
                    ColdStart.class,
                    List.of(
                        peer.name(),
                        uri.toString(),
                        Integer.toString(Work.SMALL_BYTES),
                        certificate.certificate().toString())))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    long before = System.nanoTime();
    Process process = builder.start();
    boolean answered = false;
    long nanos = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line; (line = out.readLine()) != null; ) {
        if (line.equals("ok")) {
          nanos = System.nanoTime() - before;
          answered = true;
        }
      }
    }
    int exit = process.waitFor();
    if (!answered || exit != 0) {
      throw new IOException(
          peer.title() + ": the first request failed (exit " + exit + "); see " + log);
    }
    return new Measurement(1, nanos, 0, 0, false);
  }
}
