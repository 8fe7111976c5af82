package dev.valence.ipc.process;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged meanwhile, instead of on the console. */
public final class LogCapture extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("dev.valence.ipc");
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  public LogCapture() {
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.INFO);
  }

  /** The messages. */
  public List<String> lines() {
    return records.stream().map(LogRecord::getMessage).toList();
  }

  /** What was logged with the first message of this text. */
  public Throwable thrownWith(String message) {
    return records.stream()
        .filter(record -> record.getMessage().equals(message))
        .findFirst()
        .orElseThrow()
        .getThrown();
  }

  @Override
  public void publish(LogRecord record) {
    records.add(record);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
