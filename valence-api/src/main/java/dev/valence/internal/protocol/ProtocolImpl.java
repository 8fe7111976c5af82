package dev.valence.internal.protocol;

import dev.valence.protocol.AsyncProtocolHandler;
import dev.valence.protocol.CustomScheme;
import dev.valence.protocol.Folder;
import dev.valence.protocol.LegacyProtocolHandler;
import dev.valence.protocol.Protocol;
import dev.valence.protocol.ProtocolHandler;
import dev.valence.protocol.ProtocolSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A {@link Protocol} over a table. */
public final class ProtocolImpl implements Protocol {
  /** What has an answer already, and may get another one. */
  private static final Set<String> INTERCEPTED = Set.of("http", "https", "file");

  private final ProtocolTable table;
  private final @Nullable ProtocolTable ofAll;

  /**
   * Protocols.
   *
   * @param ofAll the table that is asked after this one; null for none
   */
  public ProtocolImpl(ProtocolTable table, @Nullable ProtocolTable ofAll) {
    this.table = table;
    this.ofAll = ofAll;
  }

  @Override
  public void handle(String scheme, ProtocolHandler handler) {
    Objects.requireNonNull(handler, "handler");
    handleAsync(scheme, request -> CompletableFuture.completedFuture(handler.handle(request)));
  }

  @Override
  public void handle(String scheme, Folder folder) {
    handleAsync(scheme, Objects.requireNonNull(folder, "folder")::respond);
  }

  @Override
  public void handleAsync(String scheme, AsyncProtocolHandler handler) {
    Objects.requireNonNull(handler, "handler");
    Map<String, Registration> into = tableFor(scheme);
    Registration registration = Registration.of(new HandlerResponder(handler));
    if (into.putIfAbsent(scheme, registration) != null) {
      throw new IllegalStateException("Failed to register protocol: " + scheme);
    }
  }

  private Map<String, Registration> tableFor(String scheme) {
    if (INTERCEPTED.contains(scheme)) {
      return table.intercepted();
    }
    refuseBuiltIn(scheme);
    return table.registered();
  }

  private static void refuseBuiltIn(String scheme) {
    if (CustomScheme.isBuiltIn(CustomScheme.checkSyntax(scheme))) {
      throw new IllegalArgumentException("a built-in scheme cannot be handled: " + scheme);
    }
  }

  @Override
  public void unhandle(String scheme) {
    if (tableOf(scheme).remove(scheme) == null) {
      throw new IllegalStateException("Failed to unhandle protocol: " + scheme);
    }
  }

  private Map<String, Registration> tableOf(String scheme) {
    return INTERCEPTED.contains(scheme) ? table.intercepted() : table.registered();
  }

  @Override
  public boolean isProtocolHandled(String scheme) {
    if (INTERCEPTED.contains(scheme)) {
      return asked(scheme, (in, name) -> in.intercepted().containsKey(name));
    }
    return asked(scheme, (in, name) -> in.registered().containsKey(name));
  }

  private boolean asked(String scheme, BiFunction<ProtocolTable, String, Boolean> question) {
    return question.apply(table, scheme) || ofAll != null && question.apply(ofAll, scheme);
  }

  // ---- Sources

  @Override
  public void registerSource(String scheme, ProtocolSource source) {
    Objects.requireNonNull(source, "source");
    if (CustomScheme.isBuiltIn(scheme)) {
      throw new IllegalArgumentException(
          "a built-in scheme cannot be served from a source: " + scheme);
    }
    CustomScheme.checkSyntax(scheme);
    Registration registration = new Registration(new SourceResponder(source), source);
    if (table.registered().putIfAbsent(scheme, registration) != null) {
      throw new IllegalStateException("the scheme is already handled: " + scheme);
    }
  }

  @Override
  public @Nullable ProtocolSource getSource(String scheme) {
    Registration own = table.registered().get(scheme);
    if (own == null && ofAll != null) {
      own = ofAll.registered().get(scheme);
    }
    return own == null ? null : own.source();
  }

  // ---- The older families

  private boolean register(String scheme, LegacyKind kind, LegacyProtocolHandler handler) {
    Objects.requireNonNull(handler, "handler");
    if (CustomScheme.isBuiltIn(CustomScheme.checkSyntax(scheme))) {
      return false;
    }
    Registration registration = Registration.of(new LegacyResponder(kind, handler));
    return table.registered().putIfAbsent(scheme, registration) == null;
  }

  @Override
  public boolean registerStringProtocol(String scheme, LegacyProtocolHandler handler) {
    return register(scheme, LegacyKind.STRING, handler);
  }

  @Override
  public boolean registerBufferProtocol(String scheme, LegacyProtocolHandler handler) {
    return register(scheme, LegacyKind.BUFFER, handler);
  }

  @Override
  public boolean registerFileProtocol(String scheme, LegacyProtocolHandler handler) {
    return register(scheme, LegacyKind.FILE, handler);
  }

  @Override
  public boolean registerHttpProtocol(String scheme, LegacyProtocolHandler handler) {
    return register(scheme, LegacyKind.HTTP, handler);
  }

  @Override
  public boolean registerStreamProtocol(String scheme, LegacyProtocolHandler handler) {
    return register(scheme, LegacyKind.STREAM, handler);
  }

  @Override
  public boolean registerProtocol(String scheme, LegacyProtocolHandler handler) {
    return register(scheme, LegacyKind.FREE, handler);
  }

  @Override
  public boolean unregisterProtocol(String scheme) {
    Registration known = table.registered().get(scheme);
    return known != null && known.source() == null && table.registered().remove(scheme, known);
  }

  @Override
  public boolean isProtocolRegistered(String scheme) {
    return asked(
        scheme,
        (in, name) -> {
          Registration known = in.registered().get(name);
          return known != null && known.source() == null;
        });
  }

  private boolean intercept(String scheme, LegacyKind kind, LegacyProtocolHandler handler) {
    Objects.requireNonNull(handler, "handler");
    if (!INTERCEPTED.contains(scheme)) {
      refuseBuiltIn(scheme);
    }
    Registration registration = Registration.of(new LegacyResponder(kind, handler));
    return table.intercepted().putIfAbsent(scheme, registration) == null;
  }

  @Override
  public boolean interceptStringProtocol(String scheme, LegacyProtocolHandler handler) {
    return intercept(scheme, LegacyKind.STRING, handler);
  }

  @Override
  public boolean interceptBufferProtocol(String scheme, LegacyProtocolHandler handler) {
    return intercept(scheme, LegacyKind.BUFFER, handler);
  }

  @Override
  public boolean interceptFileProtocol(String scheme, LegacyProtocolHandler handler) {
    return intercept(scheme, LegacyKind.FILE, handler);
  }

  @Override
  public boolean interceptHttpProtocol(String scheme, LegacyProtocolHandler handler) {
    return intercept(scheme, LegacyKind.HTTP, handler);
  }

  @Override
  public boolean interceptStreamProtocol(String scheme, LegacyProtocolHandler handler) {
    return intercept(scheme, LegacyKind.STREAM, handler);
  }

  @Override
  public boolean interceptProtocol(String scheme, LegacyProtocolHandler handler) {
    return intercept(scheme, LegacyKind.FREE, handler);
  }

  @Override
  public boolean uninterceptProtocol(String scheme) {
    return table.intercepted().remove(scheme) != null;
  }

  @Override
  public boolean isProtocolIntercepted(String scheme) {
    return asked(scheme, (in, name) -> in.intercepted().containsKey(name));
  }
}
