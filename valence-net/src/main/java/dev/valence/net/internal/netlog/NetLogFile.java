package dev.valence.net.internal.netlog;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.file.NewFile;
import dev.valence.net.netlog.NetLogCaptureMode;
import dev.valence.net.netlog.NetLogRecording;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to a file while they happen. Network threads put lines into a bounded buffer; a
 * thread of the log's own writes them, a quarter of a second later at the most. The file can be
 * read at any moment: it has its constants and a first event before it has its name, and whatever
 * follows the last {@code ",\n"} may be cut off, as the public viewer does.
 */
public final class NetLogFile implements NetLogRecording, NetLogObserver {
  /** What may wait for the disk. */
  private static final int BUFFER_BYTES = 8 * 1024 * 1024;

  private static final long FLUSH_MILLIS = 250;

  private static final long EXIT_MILLIS = 2000;

  /** Room for the last lines of a file that must not exceed a size. */
  private static final int TAIL_BYTES = 1024;

  private static final ThreadLocal<EventJson> JSON = ThreadLocal.withInitial(EventJson::new);

  private final NetLog log;
  private final NetLogWithSource self;
  private final Path path;
  private final NetLogCaptureMode mode;
  private final long maxBytes;
  private final long originNanos;
  private final LogOutput output;
  private final EventBuffer buffer;
  private final CompletableFuture<Void> whole = new CompletableFuture<>();
  private final Thread writer;
  private final Thread atExit;
  private long size;
  private volatile @Nullable String endReason;

  private NetLogFile(
      NetLog log,
      Path path,
      NetLogCaptureMode mode,
      long maxBytes,
      int bufferBytes,
      LogOutput output,
      long size,
      long originNanos) {
    this.log = log;
    this.self = log.newSource(NetLogSourceType.NONE);
    this.path = path;
    this.mode = mode;
    this.maxBytes = maxBytes;
    this.originNanos = originNanos;
    this.output = output;
    this.size = size;
    this.buffer = new EventBuffer(bufferBytes);
    this.writer = new Thread(this::write, "valence-netlog");
    this.writer.setDaemon(true);
    this.atExit = new Thread(this::endAtExit, "valence-netlog-exit");
  }

  /**
   * Starts to record everything that the log hears. Blocks for the disk.
   *
   * @param maxBytes the file grows no larger; -1 for no limit
   * @throws NetException when the file cannot be made; its detail says why
   */
  public static NetLogFile start(NetLog log, Path path, NetLogCaptureMode mode, long maxBytes)
      throws NetException {
    return start(log, path, mode, maxBytes, BUFFER_BYTES, LogOutput::of);
  }

  /**
   * The same with another buffer and another way to write.
   *
   * @param outputs what writes to the file behind its head
   */
  static NetLogFile start(
      NetLog log,
      Path path,
      NetLogCaptureMode mode,
      long maxBytes,
      int bufferBytes,
      Function<FileChannel, LogOutput> outputs)
      throws NetException {
    long origin = log.originNanos();
    NetLogWithSource speaker = log.newSource(NetLogSourceType.NONE);
    NetLogEvent started =
        new NetLogEvent(
            NetLogEventType.VALENCE_LOG_STARTED,
            speaker.source(),
            NetLogPhase.NONE,
            System.nanoTime(),
            fields -> fields.put("capture_mode", mode.wireName()));
    JsonBytes first = new EventJson().line(started, mode, origin);
    byte[] head = head(NetLogConstants.json(mode, log.originUnixMillis()), first);
    LogOutput output = outputs.apply(NewFile.begin(path, "net log", head));
    NetLogFile created =
        new NetLogFile(log, path, mode, maxBytes, bufferBytes, output, head.length, origin);
    created.writer.start();
    Runtime.getRuntime().addShutdownHook(created.atExit);
    return created;
  }

  private static byte[] head(String constants, JsonBytes firstEvent) {
    byte[] start =
        ("{\"constants\":" + constants + ",\"events\":[\n").getBytes(StandardCharsets.US_ASCII);
    byte[] head = Arrays.copyOf(start, start.length + firstEvent.length());
    System.arraycopy(firstEvent.array(), 0, head, start.length, firstEvent.length());
    return head;
  }

  /**
   * Begins to listen.
   *
   * @param covered runs, on any thread, once everything that stood before is heard, too
   */
  public void listen(Runnable covered) {
    log.add(this, covered);
  }

  @Override
  public NetLogCaptureMode captureMode() {
    return mode;
  }

  @Override
  public void onEvent(NetLogEvent event) {
    JsonBytes line = JSON.get().line(event, mode, originNanos);
    buffer.add(line.array(), line.length());
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public boolean isRecording() {
    return endReason == null;
  }

  @Override
  public long droppedEvents() {
    return buffer.dropped();
  }

  @Override
  public CompletableFuture<Void> stop() {
    end("stopped");
    return whole;
  }

  private void end(String reason) {
    synchronized (this) {
      if (endReason != null) {
        return;
      }
      endReason = reason;
    }
    log.remove(this);
    buffer.close();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException exiting) {
      // The hook runs; it does no harm.
      return;
    }
  }

  /** A program that ends without closing its sessions leaves a whole file all the same. */
  private void endAtExit() {
    end("exit");
    try {
      writer.join(EXIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    byte[] empty = new byte[0];
    long toldDropped = 0;
    try (output) {
      boolean last = false;
      while (!last) {
        buffer.await(FLUSH_MILLIS);
        EventBuffer.Taken taken = buffer.swap(empty);
        empty = taken.bytes();
        last = taken.last();
        if (!append(taken.bytes(), taken.length())) {
          end("maxFileSize");
          break;
        }
        long dropped = buffer.dropped();
        if (dropped > toldDropped) {
          JsonBytes line = event(NetLogEventType.VALENCE_LOG_EVENTS_DROPPED, dropped - toldDropped);
          last |= !append(line.array(), line.length());
          toldDropped = dropped;
        }
      }
      writeTail();
      whole.complete(null);
    } catch (IOException e) {
      end("failed");
      whole.completeExceptionally(
          new NetException(
              NetError.FAILED, "the net log " + path + " could not be written further", e));
    } catch (InterruptedException e) {
      end("interrupted");
      whole.completeExceptionally(new NetException(NetError.ABORTED, e));
    }
  }

  /** Appends as many whole events as the limit allows; true when that was all. */
  private boolean append(byte[] lines, int length) throws IOException {
    int fitting = length;
    if (maxBytes >= 0 && size + length > maxBytes - TAIL_BYTES) {
      fitting = wholeEvents(lines, (int) Math.max(0, maxBytes - TAIL_BYTES - size));
    }
    output.write(ByteBuffer.wrap(lines, 0, fitting));
    size += fitting;
    return fitting == length;
  }

  /** How many of the first bytes are whole events. */
  private static int wholeEvents(byte[] lines, int most) {
    for (int end = most; end > 0; end--) {
      if (lines[end - 1] == '\n') {
        return end;
      }
    }
    return 0;
  }

  private JsonBytes event(NetLogEventType type, long dropped) {
    String reason = endReason;
    return new EventJson()
        .line(
            new NetLogEvent(
                type,
                self.source(),
                NetLogPhase.NONE,
                System.nanoTime(),
                fields -> {
                  fields.put("dropped_events", dropped);
                  if (type == NetLogEventType.VALENCE_LOG_ENDED) {
                    fields.put("reason", reason);
                  }
                }),
            mode,
            originNanos);
  }

  /** The last event, without its comma, and the end of the file, in one piece. */
  private void writeTail() throws IOException {
    JsonBytes tail = event(NetLogEventType.VALENCE_LOG_ENDED, buffer.dropped());
    tail.truncate(tail.length() - EventJson.END.length());
    tail.raw("\n],\"polledData\":{\"droppedEvents\":").number(buffer.dropped()).raw("}}\n");
    output.write(ByteBuffer.wrap(tail.array(), 0, tail.length()));
    output.force();
  }
}
