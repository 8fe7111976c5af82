package dev.valence.cli;

import dev.valence.cli.cache.CacheCommand;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.cookies.CookiesCommand;
import dev.valence.cli.demo.DemoCommand;
import dev.valence.cli.doctor.DoctorCommand;
import dev.valence.cli.download.DownloadCommand;
import dev.valence.cli.download.DownloadsCommand;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.fetch.FetchCommand;
import dev.valence.cli.proxy.ProxyCommand;
import dev.valence.cli.resolve.ResolveCommand;
import dev.valence.cli.serve.ServeCommand;
import dev.valence.cli.session.SessionsCommand;
import dev.valence.cli.ws.WsCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands by name. Reading a command's options by reflection takes time, so a start with a
 * known name reads that command alone.
 */
final class Commands {
  private static final Map<String, Function<CommandContext, Object>> BY_NAME =
      new LinkedHashMap<>();

  static {
    BY_NAME.put("fetch", FetchCommand::new);
    BY_NAME.put("download", DownloadCommand::new);
    BY_NAME.put("downloads", DownloadsCommand::new);
    BY_NAME.put("ws", WsCommand::new);
    BY_NAME.put("cookies", CookiesCommand::new);
    BY_NAME.put("sessions", SessionsCommand::new);
    BY_NAME.put("cache", CacheCommand::new);
    BY_NAME.put("resolve", ResolveCommand::new);
    BY_NAME.put("proxy", ProxyCommand::new);
    BY_NAME.put("serve", ServeCommand::new);
    BY_NAME.put("doctor", DoctorCommand::new);
    BY_NAME.put("demo", DemoCommand::new);
    BY_NAME.put("completion", CompletionCommand::new);
  }

  private Commands() {}

  /** The command line for these arguments. */
  static CommandLine lineFor(String[] args, CommandContext context) {
    String first = args.length == 0 ? "" : args[0];
    return BY_NAME.containsKey(first) ? with(context, first) : all(context);
  }

  /** The command line with every command. */
  static CommandLine all(CommandContext context) {
    return with(context, BY_NAME.keySet().toArray(new String[0]));
  }

  private static CommandLine with(CommandContext context, String... names) {
    CommandLine[] self = new CommandLine[1];
    CommandLine line =
        new CommandLine(new ValenceCommand(context, () -> self[0].usage(context.terminal().out())));
    self[0] = line;
    for (String name : names) {
      CommandLine command =
          new CommandLine(
              BY_NAME.getOrDefault(name, unused -> new Object()).apply(context),
              new ContextFactory(context));
      line.addSubcommand(name, command);
    }
    if (names.length > 1) {
      line.addSubcommand(new CommandLine.HelpCommand());
    }
    return configured(line, context);
  }

  private static CommandLine configured(CommandLine line, CommandContext context) {
    // A value such as @file is the command's own to read.
    line.setExpandAtFiles(false);
    line.setUsageHelpWidth(context.terminal().columns());
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            context.terminal().outStyle().on() ? Ansi.ON : Ansi.OFF));
    tellExitCodes(line);
    return line;
  }

  private static void tellExitCodes(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    for (String name : List.of("fetch", "download", "ws")) {
      CommandLine command = line.getSubcommands().get(name);
      if (command != null) {
        command
            .getCommandSpec()
            .usageMessage()
            .exitCodeListHeading("%nExit codes:%n")
            .exitCodeList(ExitCode.table());
      }
    }
    spec.usageMessage().sortOptions(false);
    line.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().usageMessage().sortOptions(false));
  }
}
