package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Hears what Netty says in its log: buffers that leaked, exceptions that no handler took. JUnit
 * loads it before any test (see {@code META-INF/services}), since a logger is chosen when a class
 * of Netty is first used. A class of tests during which something was said fails.
 */
public final class NettyWatch implements BeforeAllCallback, AfterAllCallback {
  private static final List<String> HEARD = new CopyOnWriteArrayList<>();
  private static final int MOST_HEARD = 20;

  static {
    InternalLoggerFactory.setDefaultFactory(
        new InternalLoggerFactory() {
          @Override
          protected InternalLogger newInstance(String name) {
            return listener(name);
          }
        });
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    HEARD.clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    assertThat(heard()).as("what Netty warned of during these tests").isEmpty();
  }

  /** The warnings of leaks and lost exceptions since the class of tests began. */
  public static List<String> heard() {
    return List.copyOf(HEARD);
  }

  /**
   * Collects garbage and asks the leak detector: each lost buffer is reported when another one is
   * made.
   */
  public static void assertNoLeak() {
    for (int round = 0; round < 3; round++) {
      System.gc();
      for (int i = 0; i < 200; i++) {
        ByteBufAllocator.DEFAULT.directBuffer(16).release();
        ByteBufAllocator.DEFAULT.heapBuffer(16).release();
      }
    }
    List<String> words = heard();
    HEARD.clear();
    assertThat(words).as("what Netty warned of").isEmpty();
  }

  private static InternalLogger listener(String name) {
    return (InternalLogger)
        Proxy.newProxyInstance(
            NettyWatch.class.getClassLoader(),
            new Class<?>[] {InternalLogger.class},
            (proxy, method, arguments) -> {
              String called = method.getName();
              if (method.getReturnType() == boolean.class) {
                return called.equals("isWarnEnabled") || called.equals("isErrorEnabled");
              }
              if (called.equals("name")) {
                return name;
              }
              if (called.equals("warn") || called.equals("error")) {
                hear(name + ": " + Arrays.deepToString(arguments), arguments);
              }
              return null;
            });
  }

  private static void hear(String words, Object[] arguments) {
    boolean leakOrLost =
        words.contains("LEAK")
            || words.contains("exceptionCaught")
            || words.contains("exception was thrown")
            || words.contains("unexpected exception");
    if (leakOrLost && HEARD.size() < MOST_HEARD) {
      StringBuilder told = new StringBuilder(words);
      for (Object argument : arguments) {
        Throwable thrown = thrownIn(argument);
        if (thrown != null) {
          told.append("\n  ").append(thrown);
          Arrays.stream(thrown.getStackTrace())
              .limit(12)
              .forEach(frame -> told.append("\n    at ").append(frame));
        }
      }
      HEARD.add(told.toString());
    }
  }

  private static Throwable thrownIn(Object argument) {
    if (argument instanceof Throwable thrown) {
      return thrown;
    }
    if (argument instanceof Object[] several) {
      for (Object one : several) {
        if (one instanceof Throwable thrown) {
          return thrown;
        }
      }
    }
    return null;
  }
}
