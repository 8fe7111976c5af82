package dev.valence.cli.serve;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.protocol.Folder;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code valence serve}. */
@Command(
    name = "serve",
    header = "Serve a folder over http to this machine alone, until Ctrl-C.",
    sortOptions = false,
    description = {
      "",
      "Prints the URL. The files go the way that protocol.handle gives them: ranges, conditions and"
          + " content types as there, and nothing outside the folder.",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  valence serve --list site", "  valence serve -p 8080 -v site"})
public final class ServeCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder.")
  String directory = "";

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "The port; 0, the default, is one that is free.")
  int port;

  @Option(names = "--list", description = "List folders without index.html.")
  boolean list;

  @Option(names = "--dot-files", description = "Serve names that begin with a dot, too.")
  boolean dotFiles;

  @Option(
      names = {"-v", "--verbose"},
      description = "A line on standard error for each request.")
  boolean verbose;

  @Mixin StandardOptions standard = new StandardOptions();

  public ServeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > 65535) {
      throw CommandFailure.usage("--port is outside 0 to 65535: " + port);
    }
    Folder folder = Folder.builder(folder()).listing(list).dotFiles(dotFiles).build();
    CountDownLatch end = new CountDownLatch(1);
    try (FolderServer server = start(folder);
        var registration = context.interruption().signal().onAbort(end::countDown)) {
      PrintStream out = context.terminal().out();
      out.println(server.url());
      out.flush();
      end.await();
    }
    return 0;
  }

  private FolderServer start(Folder folder) throws IOException {
    try {
      return FolderServer.start(folder, port, this::tell);
    } catch (BindException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "the port " + port + " is in use; choose another with --port", e);
    }
  }

  private void tell(String line) {
    if (verbose) {
      context.terminal().err().println(line);
    }
  }

  private Path folder() {
    try {
      Path folder = Path.of(directory).toAbsolutePath();
      if (!Files.isDirectory(folder)) {
        throw new CommandFailure(ExitCode.CANNOT_READ, "no folder: " + directory);
      }
      return folder;
    } catch (InvalidPathException e) {
      throw new CommandFailure(ExitCode.CANNOT_READ, "no path: " + e.getMessage(), e);
    }
  }
}
