package dev.valence.ipc.internal.process;

import dev.valence.ipc.internal.process.ExitRules.Cause;
import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.Link;
import dev.valence.ipc.internal.wire.LinkEnd;
import dev.valence.ipc.internal.wire.LinkLimits;
import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.process.Renderer;
import dev.valence.ipc.process.RendererExit;
import dev.valence.ipc.process.RendererLimits;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the start of a renderer's process to its end. */
final class RendererLife {
  private static final Logger LOG = LoggerFactory.getLogger(RendererLife.class);

  /** So long a process may take to end that has no line any more, in milliseconds. */
  private static final long GRACE = 5_000;

  private enum State {
    STARTING,
    RUNNING,
    /** Its line has ended; its process has not. */
    UNLINKED,
    OVER
  }

  private final SpawnedRenderer renderer;
  private final Process process;
  private final Doorway door;
  private final Secret secret;
  private State state = State.STARTING;
  private Cause cause = Cause.ITSELF;
  private @Nullable String why;
  private boolean processEnded;

  RendererLife(SpawnedRenderer renderer, Process process, Doorway door, Secret secret) {
    this.secret = secret;
    this.renderer = renderer;
    this.process = process;
    this.door = door;
  }

  /** Waits for the process to connect, and for its end, on other threads. */
  void begin() {
    String name = "valence-renderer-" + renderer.id;
    Thread greeter = new Thread(this::greet, name + "-start");
    greeter.setDaemon(true);
    greeter.start();
    process.onExit().thenRun(this::processEnded);
  }

  private void greet() {
    String who = "renderer " + renderer.id;
    try (door) {
      Doorway.Guest guest = door.await(secret, who, renderer.options.startTimeout().toMillis());
      connect(guest);
    } catch (IOException | RuntimeException e) {
      failToStart(String.valueOf(e.getMessage()));
    }
  }

  private void connect(Doorway.Guest guest) throws IOException {
    RendererLimits limits = renderer.options.limits();
    LinkLimits usual = LinkLimits.DEFAULT;
    RendererInbox inbox = new RendererInbox(renderer);
    Link link =
        new Link(
            guest.channel(),
            new LinkLimits(
                limits.messageBytes(), usual.maxFrameOut(), usual.waitAbove(), usual.breakAbove()),
            inbox,
            "valence-renderer-" + renderer.id,
            true,
            guest.rest());
    synchronized (this) {
      if (state != State.STARTING) {
        guest.channel().close();
        return;
      }
      state = State.RUNNING;
    }
    renderer.line.open(
        link,
        new Frame.Welcome(renderer.id, limits.messageBytes(), limits.sendSyncTimeout().toMillis()));
    renderer.listeners.post(Renderer.READY, Runnable::run);
    renderer.ready.settle(renderer);
    // Reads from here on, so that what it sends comes after the event.
    link.start();
    if (isClosing()) {
      sayGoodbye();
    }
  }

  private synchronized boolean isClosing() {
    return cause == Cause.ASKED_TO_CLOSE;
  }

  private void failToStart(String reason) {
    synchronized (this) {
      if (state != State.STARTING) {
        return;
      }
      if (!processEnded) {
        blame(Cause.DID_NOT_CONNECT, reason);
      }
    }
    process.destroyForcibly();
    unlinked("it has never connected");
  }

  private void blame(Cause what, @Nullable String reason) {
    if (what.compareTo(cause) > 0) {
      cause = what;
      why = reason;
    }
  }

  /** The link has ended; on its thread. */
  void lineEnded(String reason, LinkEnd how) {
    if (how == LinkEnd.FAULT) {
      synchronized (this) {
        blame(Cause.BROKE_A_RULE, reason);
      }
      LOG.warn("renderer {} is ended: {}", renderer.id, reason);
      process.destroyForcibly();
    }
    unlinked(reason);
  }

  private void unlinked(String reason) {
    boolean over;
    synchronized (this) {
      if (state == State.UNLINKED || state == State.OVER) {
        return;
      }
      state = State.UNLINKED;
      over = processEnded;
    }
    String gone = "renderer " + renderer.id + " has gone: " + reason;
    renderer.line.end();
    renderer.outgoing.end(gone);
    renderer.incoming.end();
    renderer.hub.ports().detach(renderer.id);
    if (over) {
      finish();
    } else {
      killLater();
    }
  }

  private void processEnded() {
    boolean over;
    synchronized (this) {
      processEnded = true;
      over = state == State.UNLINKED;
    }
    // Ends the wait for a process that has never connected.
    door.close();
    if (over) {
      finish();
    } else {
      unlinkLater();
    }
  }

  /** What it sent last is still read; a socket that others hold open is not waited for. */
  private void unlinkLater() {
    renderer
        .hub
        .surroundings()
        .timers()
        .schedule(
            () -> {
              Link link = renderer.line.link();
              if (link != null) {
                link.close("its process has ended");
              } else {
                unlinked("its process has ended");
              }
            },
            GRACE,
            TimeUnit.MILLISECONDS);
  }

  private void killLater() {
    renderer
        .hub
        .surroundings()
        .timers()
        .schedule(
            () -> {
              if (process.isAlive()) {
                LOG.warn("renderer {} did not end by itself and is killed", renderer.id);
                kill();
              }
            },
            GRACE,
            TimeUnit.MILLISECONDS);
  }

  private void finish() {
    RendererExit exit;
    synchronized (this) {
      if (state == State.OVER) {
        return;
      }
      state = State.OVER;
      OptionalInt code =
          process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
      exit = ExitRules.of(renderer.id, cause, why, code);
    }
    renderer.hub.forget(renderer);
    renderer.ready.settleFailure(new IpcException(exit.message(), null));
    boolean expected = exit.reason() == RendererExit.Reason.CLEAN_EXIT || isClosing();
    if (!expected) {
      renderer.listeners.post(Renderer.RENDER_PROCESS_GONE, listener -> listener.accept(exit));
    }
    renderer.listeners.post(Renderer.EXIT, listener -> listener.accept(exit));
    renderer.exited.settle(exit);
  }

  void close() {
    synchronized (this) {
      if (cause != Cause.ITSELF || state == State.OVER) {
        return;
      }
      cause = Cause.ASKED_TO_CLOSE;
    }
    sayGoodbye();
    killLater();
  }

  private void sayGoodbye() {
    Link link = renderer.line.link();
    if (link != null) {
      renderer.incoming.failAll("reply was never sent");
      link.finish(new Frame.Goodbye("the main process closes"), "the main process closed it");
    }
  }

  void kill() {
    synchronized (this) {
      blame(Cause.KILLED, null);
    }
    process.destroyForcibly();
  }

  /** Waits for the end of the process. */
  boolean awaitExit(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Waits until all is told of its end. */
  void awaitOver() throws InterruptedException {
    try {
      renderer.exited.get(GRACE, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("renderer {} did not end in time", renderer.id);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Nothing can be sent to it any more. */
  synchronized boolean isOver() {
    return state == State.UNLINKED || state == State.OVER;
  }

  synchronized String endReason() {
    return "renderer " + renderer.id + " has gone" + (why == null ? "" : ": " + why);
  }
}
