package dev.valence.cli;

import dev.valence.cli.command.CommandContext;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the objects of picocli; a class whose constructor takes the context gets it. */
final class ContextFactory implements IFactory {
  private final CommandContext context;

  ContextFactory(CommandContext context) {
    this.context = context;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    Constructor<K> constructor;
    try {
      constructor = type.getDeclaredConstructor(CommandContext.class);
    } catch (NoSuchMethodException e) {
      return CommandLine.defaultFactory().create(type);
    }
    constructor.setAccessible(true);
    try {
      return constructor.newInstance(context);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("cannot make " + type, e);
    }
  }
}
