package dev.valence.ipc.process;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a renderer is started, and what it may do. */
public final class RendererOptions {
  /** The caller's class path, no arguments, all channels, {@link RendererLimits#DEFAULT}. */
  public static final RendererOptions DEFAULT = builder().build();

  private final List<String> arguments;
  private final List<String> jvmArguments;
  private final Map<String, String> environment;
  private final @Nullable File folder;
  private final ProcessBuilder.Redirect output;
  private final ProcessBuilder.Redirect errors;
  private final Duration startTimeout;
  private final @Nullable List<String> channels;
  private final RendererLimits limits;
  private final @Nullable Renderer host;

  private RendererOptions(Builder builder) {
    arguments = List.copyOf(builder.arguments);
    jvmArguments = List.copyOf(builder.jvmArguments);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(builder.environment));
    folder = builder.folder;
    output = builder.output;
    errors = builder.errors;
    startTimeout = builder.startTimeout;
    channels = builder.channels == null ? null : List.copyOf(builder.channels);
    limits = builder.limits;
    host = builder.host;
  }

  /** Collects options. */
  public static Builder builder() {
    return new Builder();
  }

  /** What {@code main} gets. */
  public List<String> arguments() {
    return arguments;
  }

  /** Arguments of the JVM, in front of the class. */
  public List<String> jvmArguments() {
    return jvmArguments;
  }

  /** Variables besides those of this process. */
  public Map<String, String> environment() {
    return environment;
  }

  /** The folder that it works in; empty for this process's. */
  public Optional<File> folder() {
    return Optional.ofNullable(folder);
  }

  /** Where its standard output goes. */
  public ProcessBuilder.Redirect output() {
    return output;
  }

  /** Where its standard error goes. */
  public ProcessBuilder.Redirect errors() {
    return errors;
  }

  /** How long it may take until it has connected. */
  public Duration startTimeout() {
    return startTimeout;
  }

  /** The channels it may use; empty for all. */
  public Optional<List<String>> channels() {
    return Optional.ofNullable(channels);
  }

  /** Its limits. */
  public RendererLimits limits() {
    return limits;
  }

  /** The renderer that gets what it sends with {@code sendToHost}; empty for the main process. */
  public Optional<Renderer> host() {
    return Optional.ofNullable(host);
  }

  /** Collects options. */
  public static final class Builder {
    private final List<String> arguments = new ArrayList<>();
    private final List<String> jvmArguments = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private @Nullable File folder;
    private ProcessBuilder.Redirect output = ProcessBuilder.Redirect.INHERIT;
    private ProcessBuilder.Redirect errors = ProcessBuilder.Redirect.INHERIT;
    private Duration startTimeout = Duration.ofSeconds(60);
    private @Nullable List<String> channels;
    private RendererLimits limits = RendererLimits.DEFAULT;
    private @Nullable Renderer host;

    private Builder() {}

    /** Adds arguments of {@code main}. */
    public Builder arguments(String... more) {
      arguments.addAll(Arrays.asList(more));
      return this;
    }

    /** Adds arguments of the JVM, such as {@code -Xmx256m}. */
    public Builder jvmArguments(String... more) {
      jvmArguments.addAll(Arrays.asList(more));
      return this;
    }

    /** Sets a variable of its environment. */
    public Builder environment(String name, String value) {
      environment.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /** The folder that it works in. */
    public Builder folder(Path path) {
      folder = path.toFile();
      return this;
    }

    /** Where its standard output goes; by default where this process's goes. */
    public Builder output(ProcessBuilder.Redirect where) {
      output = Objects.requireNonNull(where, "where");
      return this;
    }

    /** Where its standard error goes; by default where this process's goes. */
    public Builder errors(ProcessBuilder.Redirect where) {
      errors = Objects.requireNonNull(where, "where");
      return this;
    }

    /** How long it may take until it has connected; 60 s by default. Then it is ended. */
    public Builder startTimeout(Duration time) {
      if (time.toMillis() < 1) {
        throw new IllegalArgumentException("A start time-out of " + time);
      }
      startTimeout = time;
      return this;
    }

    /**
     * The only channels that it may send, call and post on: names, or beginnings of names followed
     * by {@code *}. Calls on others fail, messages on others are dropped and logged. By default
     * all.
     */
    public Builder channels(String... allowed) {
      return channels(Arrays.asList(allowed));
    }

    /** As {@link #channels(String...)}. */
    public Builder channels(Collection<String> allowed) {
      channels = new ArrayList<>(allowed);
      return this;
    }

    /** Its limits. */
    public Builder limits(RendererLimits value) {
      limits = Objects.requireNonNull(value, "value");
      return this;
    }

    /** Who gets what it sends with {@code sendToHost}; the main process by default. */
    public Builder host(Renderer renderer) {
      host = Objects.requireNonNull(renderer, "renderer");
      return this;
    }

    /** The options. */
    public RendererOptions build() {
      return new RendererOptions(this);
    }
  }
}
