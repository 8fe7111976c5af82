package dev.valence.net.internal.road;

import dev.valence.net.HttpVersion;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.internal.auth.AuthContext;
import dev.valence.net.internal.auth.AuthController;
import dev.valence.net.internal.auth.AuthRequest;
import dev.valence.net.internal.netlog.NetLogEventType;
import org.jspecify.annotations.Nullable;

/** One request's login at one server or proxy, round by round, on the road. */
final class LoginAttempt implements AuthController.Outcome {
  private final Transaction transaction;
  private final AuthContext context;
  private final AuthController controller;
  private final int position;
  private boolean withheldBody;

  LoginAttempt(Transaction transaction, AuthContext context, AuthController controller) {
    this.transaction = transaction;
    this.context = context;
    this.controller = controller;
    this.position = transaction.position();
  }

  AuthController controller() {
    return controller;
  }

  /** On the way out: adds the field, where there is one to add. */
  void send() {
    ConnectionLogin login = transaction.loginOrNull();
    controller.authorize(
        new AuthRequest(
            transaction.method(),
            transaction.url().pathAndQuery(),
            transaction.requestBody(),
            login == null ? null : login.peerCertificate()),
        this);
  }

  @Override
  public void onAuthorized(@Nullable String value) {
    if (!transaction.isUnderWay()) {
      return;
    }
    String field = controller.place().target().credentialsField();
    if (value == null) {
      transaction.hopHeaders().remove(field);
    } else {
      transaction.hopHeaders().set(field, value);
    }
    if (controller.logsConnectionIn()) {
      transaction.login().logsConnectionIn();
    }
    withheldBody = value != null && controller.isPrelude() && transaction.requestBody() != null;
    ConnectionLogin login = withheldBody ? transaction.login() : transaction.loginOrNull();
    if (login != null) {
      login.prelude(controller.place().target(), withheldBody);
    }
    transaction.proceed();
  }

  @Override
  public void onFailed(NetException error) {
    transaction.fail(error);
  }

  /**
   * On the way back, without a challenge: gives the response back, but for one that takes the first
   * message of a login, which had no body, for the whole request.
   */
  void giveBack() {
    if (withheldBody && transaction.head().status() < 400) {
      transaction.fail(
          new NetException(
              NetError.INVALID_RESPONSE,
              "the first message of a login was answered with "
                  + transaction.head().status()
                  + " instead of a challenge, before the request's body was sent",
              null));
    } else {
      transaction.giveBack();
    }
  }

  /** On the way back, with a challenge. */
  void receive() {
    Intercepted watched = transaction.intercepted();
    if (watched == null) {
      answer();
    } else {
      watched.headersReceived(this::answer);
    }
  }

  private void answer() {
    if (transaction.head().status() != controller.place().target().status()) {
      // A listener made something else of the challenge.
      transaction.giveBack();
      return;
    }
    switch (controller.challenged(transaction.head().headers())) {
      case DELIVER -> transaction.giveBack();
      case RETRY -> repeat();
      case ASK -> {
        transaction.log().event(NetLogEventType.URL_REQUEST_DELEGATE_AUTH_REQUIRED);
        context.prompts().ask(transaction.delegate(), controller.question(), this::onAnswer);
      }
    }
  }

  private void onAnswer(@Nullable AuthCredentials credentials) {
    if (!transaction.isUnderWay()) {
      return;
    }
    if (credentials != null && controller.logIn(credentials)) {
      repeat();
    } else {
      transaction.giveBack();
    }
  }

  /** Reads the rest of the response, so that its connection can serve on, and sends again. */
  private void repeat() {
    RequestBody body = transaction.requestBody();
    if (body != null && !body.isReplayable()) {
      transaction.fail(
          new NetException(
              NetError.UPLOAD_STREAM_REWIND_NOT_SUPPORTED,
              "the login needs the request body again, and it cannot be read twice",
              null));
      return;
    }
    transaction.log().event(NetLogEventType.HTTP_TRANSACTION_DRAIN_BODY_FOR_AUTH_RESTART);
    if (controller.logsConnectionIn() && transaction.head().version() == HttpVersion.HTTP_2) {
      transaction.login().useHttp11();
    }
    if (controller.needsSameConnection()) {
      transaction.login().bind(this::onConnectionLost);
    }
    BodyDrain.start(transaction.body(), transaction.loop(), whole -> repeatNow());
  }

  /** Those who watch see the head of the request again, without the login before. */
  private void repeatNow() {
    Intercepted watched = transaction.intercepted();
    if (watched == null || !transaction.isUnderWay()) {
      transaction.repeat();
    } else {
      transaction.hopHeaders().remove(controller.place().target().credentialsField());
      watched.beforeSendHeaders(transaction::repeat);
    }
  }

  /** The connection went between two rounds: once more from the first. */
  private void onConnectionLost() {
    controller.onConnectionLost();
    transaction.repeatFrom(position);
  }
}
