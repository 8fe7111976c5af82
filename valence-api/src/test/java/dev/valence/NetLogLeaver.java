package dev.valence;

import java.nio.file.Path;

/**
 * A program that logs, makes one request and ends without stopping or closing anything: arguments
 * are the URL, the file of a log that it starts, and, if there is one, the file of a log of its
 * whole life.
 */
final class NetLogLeaver {
  private NetLogLeaver() {}

  @SuppressWarnings("resource")
  public static void main(String[] arguments) {
    Valence.Builder builder = Valence.builder();
    if (arguments.length > 2) {
      builder.logNetLog(Path.of(arguments[2]));
    }
    Valence valence = builder.build();
    valence.netLog().startLogging(Path.of(arguments[1])).join();
    valence.net().fetch(arguments[0]).join().text().join();
    if (arguments.length > 2) {
      valence.netLog().stopLogging().join();
    }
    System.exit(0);
  }
}
