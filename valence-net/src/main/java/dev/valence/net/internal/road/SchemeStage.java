package dev.valence.net.internal.road;

import dev.valence.net.NetError;
import dev.valence.net.NetException;

/** Where a listener may have led a hop to a scheme that nobody serves: it ends here. */
final class SchemeStage implements Stage {
  @Override
  public void send(Transaction transaction) {
    switch (transaction.url().scheme()) {
      case "http", "https", "ws", "wss" -> transaction.proceed();
      default ->
          transaction.fail(
              new NetException(
                  NetError.UNKNOWN_URL_SCHEME,
                  "nobody handles the scheme " + transaction.url().scheme(),
                  null));
    }
  }
}
