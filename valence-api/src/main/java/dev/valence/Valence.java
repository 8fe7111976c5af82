package dev.valence;

import dev.valence.event.dispatch.EventThread;
import dev.valence.internal.async.Workers;
import dev.valence.internal.protocol.PrivilegedSchemes;
import dev.valence.internal.protocol.ProtocolTable;
import dev.valence.internal.session.DefaultUserAgent;
import dev.valence.internal.session.Engine;
import dev.valence.internal.session.NetImpl;
import dev.valence.internal.session.SessionsImpl;
import dev.valence.ipc.IpcHub;
import dev.valence.ipc.main.IpcMain;
import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.process.Renderers;
import dev.valence.net.NetException;
import dev.valence.net.NetworkService;
import dev.valence.net.PoolLimits;
import dev.valence.net.Timeouts;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.http.HeaderRules;
import dev.valence.net.netlog.NetLogCaptureMode;
import dev.valence.net.netlog.NetLogRecording;
import dev.valence.net.tls.TlsSettings;
import dev.valence.netlog.NetLog;
import dev.valence.protocol.CustomScheme;
import dev.valence.protocol.Protocol;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Browser-grade sessions for a Java program. Several may live in one JVM, each apart from the
 * others.
 *
 * {@snippet :
 * try (Valence valence = Valence.builder().userData(folder).build()) {
 *   Session work = valence.session().fromPartition("persist:work");
 *   Response response = work.fetch("https://app.example/data.json").join();
 *   String json = response.text().join();
 * }
 * }
 *
 * <p>One <em>event thread</em> calls every listener; futures complete on other threads; nobody's
 * code runs on a network thread. All threads are daemons. Any thread may call.
 */
public final class Valence implements AutoCloseable {
  private final Engine engine;
  private final SessionsImpl sessions;
  private final Net net;
  private final @Nullable NetLogRecording log;
  private final Object ipcLock = new Object();
  private @Nullable IpcHub ipc;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Valence(Engine engine, @Nullable NetLogRecording log) {
    this.log = log;
    this.engine = engine;
    this.sessions = new SessionsImpl(engine);
    this.net = new NetImpl(engine, sessions);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The sessions. */
  public Sessions session() {
    return sessions;
  }

  /** The default session's net log (Electron's module {@code netLog}). */
  public NetLog netLog() {
    return sessions.defaultSession().netLog();
  }

  /** The default session's protocols (Electron's module {@code protocol}). */
  public Protocol protocol() {
    return sessions.defaultSession().protocol();
  }

  /** Requests of the application. */
  public Net net() {
    return net;
  }

  /** What renderers send (Electron's module {@code ipcMain}). */
  public IpcMain ipcMain() {
    return ipc().ipcMain();
  }

  /** JVMs of their own that this program starts and exchanges messages with. */
  public Renderers renderers() {
    return ipc().renderers();
  }

  /** A new message channel, both ends here (Electron's {@code new MessageChannelMain()}). */
  public MessageChannelMain messageChannel() {
    return ipc().messageChannel();
  }

  /** Made when it is first asked for: most programs that only make requests never do. */
  private IpcHub ipc() {
    synchronized (ipcLock) {
      IpcHub made = ipc;
      if (made == null) {
        made = IpcHub.on(engine.events(), engine.workers());
        ipc = made;
        if (closed.get()) {
          made.close();
        }
      }
      return made;
    }
  }

  private void closeIpc() {
    IpcHub made;
    synchronized (ipcLock) {
      made = ipc;
    }
    if (made != null) {
      made.close();
    }
  }

  /**
   * The event thread, to run something in turn with the listeners: what is called there together is
   * not interrupted by events.
   */
  public Executor eventThread() {
    return engine.events();
  }

  /**
   * Ends everything: renderers end, requests in flight fail with {@code
   * net::ERR_CONTEXT_SHUT_DOWN}, cookies are written, folders come free. The events that follow
   * from that are still delivered. Waits for it, some seconds at the most. Further calls do
   * nothing.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      closeIpc();
      sessions.close();
      endLog();
      engine.network().close();
      engine.events().close();
      engine.workers().close();
    }
  }

  private void endLog() {
    if (log == null) {
      return;
    }
    try {
      log.stop().get(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LoggerFactory.getLogger(Valence.class).warn("the net log did not end as it should", e);
    }
  }

  /** Collects settings; contradictory ones are refused by {@link #build}. */
  public static final class Builder {
    private @Nullable Path userData;
    private boolean inMemory;
    private @Nullable Executor eventExecutor;
    private Thread.@Nullable UncaughtExceptionHandler uncaught;
    private @Nullable TlsSettings tls;
    private final List<X509Certificate> roots = new ArrayList<>();
    private String hostResolverRules = "";
    private PoolLimits pool = PoolLimits.DEFAULT;
    private @Nullable Integer perHost;
    private Timeouts timeouts = Timeouts.DEFAULT;
    private @Nullable String userAgent;
    private boolean http2PriorKnowledge;
    private @Nullable Path netLogPath;
    private NetLogCaptureMode netLogMode = NetLogCaptureMode.DEFAULT;
    private HostResolverConfig hostResolver = HostResolverConfig.defaults();
    private final List<CustomScheme> schemes = new ArrayList<>();

    private Builder() {}

    /**
     * Where persistent sessions are kept: the default session in this folder, partitions below
     * {@code Partitions}. Made when it is not there, for the user alone. One process at a time has
     * a session's folder open. Without it everything is in memory.
     */
    public Builder userData(Path folder) {
      userData = Objects.requireNonNull(folder, "folder").toAbsolutePath();
      return this;
    }

    /** Nothing is kept on the disk; the default. */
    public Builder inMemory() {
      inMemory = true;
      return this;
    }

    /**
     * Where listeners run, such as the event queue of a user interface; by default a thread of
     * Valence's own. They run one at a time whatever the executor does. It must not run tasks
     * within {@code execute}.
     */
    public Builder eventExecutor(Executor executor) {
      eventExecutor = Objects.requireNonNull(executor, "executor");
      return this;
    }

    /** Who hears of what listeners throw; by default it is logged as an error. */
    public Builder uncaughtExceptionHandler(Thread.UncaughtExceptionHandler handler) {
      uncaught = Objects.requireNonNull(handler, "handler");
      return this;
    }

    /** Certificates to trust besides those of the operating system. */
    public Builder trustedRoots(X509Certificate... certificates) {
      return trustedRoots(Arrays.asList(certificates));
    }

    /** As {@link #trustedRoots(X509Certificate...)}. */
    public Builder trustedRoots(Collection<X509Certificate> certificates) {
      roots.addAll(certificates);
      return this;
    }

    /** All that concerns TLS, instead of {@link #trustedRoots}. */
    public Builder tls(TlsSettings settings) {
      tls = Objects.requireNonNull(settings, "settings");
      return this;
    }

    /**
     * Answers for host names, in the form of Chromium's {@code --host-resolver-rules}: such as
     * {@code MAP *.test 127.0.0.1, EXCLUDE real.test}.
     *
     * @param rules read by {@link #build}
     */
    public Builder hostResolverRules(String rules) {
      hostResolverRules = Objects.requireNonNull(rules, "rules");
      return this;
    }

    /**
     * How new sessions find hosts; by default the operating system is asked. {@link
     * Session#configureHostResolver} changes it for one session.
     */
    public Builder hostResolver(HostResolverConfig config) {
      hostResolver = Objects.requireNonNull(config, "config");
      return this;
    }

    /** Limits of each session's connections; Chromium's by default. */
    public Builder poolLimits(PoolLimits limits) {
      pool = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /** HTTP/1.1 connections of a session to one host; 6 by default, as in Chromium. */
    public Builder maxConnectionsPerHost(int connections) {
      perHost = connections;
      return this;
    }

    /** Limits for the phases of requests that have none of their own. */
    public Builder timeouts(Timeouts limits) {
      timeouts = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /**
     * What new sessions send as {@code User-Agent}; by default such as {@code Mozilla/5.0 (X11;
     * Linux x86_64) Valence/0.1.0}.
     */
    public Builder userAgent(String value) {
      userAgent = HeaderRules.checkValue("User-Agent", value);
      return this;
    }

    /** Whether plain http speaks HTTP/2 without asking (RFC 9113 §3.3); false by default. */
    public Builder http2PriorKnowledge(boolean on) {
      http2PriorKnowledge = on;
      return this;
    }

    /**
     * Gives schemes their privileges, beside those of {@link
     * dev.valence.protocol.Protocols#registerSchemesAsPrivileged}. Those of standard and secure
     * schemes hold in the whole process.
     */
    public Builder privilegedSchemes(CustomScheme... custom) {
      schemes.addAll(Arrays.asList(custom));
      return this;
    }

    /** As {@link #logNetLog(Path, NetLogCaptureMode)}, in the mode default. */
    public Builder logNetLog(Path path) {
      return logNetLog(path, NetLogCaptureMode.DEFAULT);
    }

    /**
     * Records the network from beginning to end (Electron's {@code --log-net-log=path}); sessions
     * may log besides.
     *
     * @param path replaced when it is there; its folder must be
     */
    public Builder logNetLog(Path path, NetLogCaptureMode mode) {
      netLogPath = Objects.requireNonNull(path, "path");
      netLogMode = Objects.requireNonNull(mode, "mode");
      return this;
    }

    /**
     * Starts.
     *
     * @throws IllegalArgumentException for settings that contradict each other or cannot be read
     * @throws UncheckedIOException when the net log cannot be made
     */
    public Valence build() {
      if (inMemory && userData != null) {
        throw new IllegalArgumentException(
            "inMemory and userData contradict each other: " + userData);
      }
      if (tls != null && !roots.isEmpty()) {
        throw new IllegalArgumentException(
            "tls and trustedRoots contradict each other; give the roots to TlsSettings");
      }
      TlsSettings trust = tls != null ? tls : TlsSettings.builder().extraRoots(roots).build();
      PoolLimits limits = perHost == null ? pool : pool.withPerHost(perHost);
      List<CustomScheme> privileged = PrivilegedSchemes.OF_PROCESS.start(schemes);
      NetworkService network = NetworkService.start(hostResolverRules);
      return new Valence(
          new Engine(
              userData,
              network,
              new Workers(),
              new EventThread(eventExecutor, uncaught),
              trust,
              limits,
              timeouts,
              userAgent == null ? DefaultUserAgent.value() : userAgent,
              http2PriorKnowledge,
              hostResolver,
              privileged,
              new ProtocolTable()),
          startLog(network));
    }

    private @Nullable NetLogRecording startLog(NetworkService network) {
      Path path = netLogPath;
      if (path == null) {
        return null;
      }
      try {
        return network.startNetLog(path, netLogMode, -1, () -> {});
      } catch (NetException e) {
        network.close();
        throw new UncheckedIOException(String.valueOf(e.detail()), e);
      }
    }
  }
}
