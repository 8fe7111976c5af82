package dev.valence.net.internal.road;

/**
 * Where a hop is shown to those who watch, before anything of it is decided: they may send it
 * elsewhere or stop it (Electron's {@code onBeforeRequest}). On the way back the body is decoded
 * here, and goes through what they asked for.
 */
final class BeforeRequestStage implements Stage {
  private final Interceptions interceptions;

  BeforeRequestStage(Interceptions interceptions) {
    this.interceptions = interceptions;
  }

  @Override
  public void send(Transaction transaction) {
    Intercepted watched = transaction.intercepted();
    if (watched == null) {
      watched = interceptions.open(transaction);
      transaction.intercepted(watched);
    }
    if (watched == null) {
      transaction.proceed();
    } else {
      watched.beforeRequest();
    }
  }

  @Override
  public void receive(Transaction transaction) {
    Intercepted watched = transaction.intercepted();
    if (watched != null) {
      watched.decoded();
    }
    transaction.giveBack();
  }
}
