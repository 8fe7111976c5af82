package dev.valence.net.internal.road;

/**
 * Where the complete head of a hop, and that of its response, are shown to those who watch
 * (Electron's {@code onBeforeSendHeaders}, {@code onSendHeaders} and {@code onHeadersReceived}).
 * Below it is the cache: what it answers is shown too.
 */
final class InterceptedHeadersStage implements Stage {
  @Override
  public void send(Transaction transaction) {
    Intercepted watched = transaction.intercepted();
    if (watched == null) {
      transaction.proceed();
    } else {
      watched.beforeSendHeaders(transaction::proceed);
    }
  }

  @Override
  public void receive(Transaction transaction) {
    Intercepted watched = transaction.intercepted();
    if (watched == null) {
      transaction.giveBack();
    } else {
      watched.headersReceived(transaction::giveBack);
    }
  }
}
