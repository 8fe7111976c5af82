package dev.valence.net.internal.road;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkRequest;
import dev.valence.net.ResponseHead;
import dev.valence.net.cookie.CookieAccess;
import dev.valence.net.cookie.CookieStore;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.HttpDate;
import dev.valence.net.url.Origin;
import java.time.Instant;

/** Cookies out and in (RFC 6265bis §5.6 and §5.8), chosen anew for each hop. */
final class CookieStage implements Stage {
  private final CookieStore cookies;

  CookieStage(CookieStore cookies) {
    this.cookies = cookies;
  }

  @Override
  public void send(Transaction transaction) {
    if (!usesCookies(transaction)) {
      transaction.proceed();
    } else if (cookies.isLoaded()) {
      attach(transaction);
    } else {
      cookies
          .loaded()
          .whenComplete(
              (unused, failure) ->
                  transaction
                      .loop()
                      .execute(
                          () -> {
                            if (failure == null) {
                              attach(transaction);
                            } else {
                              transaction.fail(
                                  new NetException(
                                      NetError.FAILED, "the cookie store did not open", failure));
                            }
                          }));
    }
  }

  @Override
  public void receive(Transaction transaction) {
    ResponseHead sent = transaction.networkHead();
    HeaderList headers = sent == null ? null : sent.headers();
    if (headers != null && headers.contains("set-cookie") && usesCookies(transaction)) {
      String date = headers.get("date");
      cookies.setFromResponse(
          access(transaction),
          headers.getAll("set-cookie"),
          date == null ? null : HttpDate.parse(date, Instant.now()),
          CookieLog.stores(transaction.log()));
    }
    transaction.giveBack();
  }

  private static boolean usesCookies(Transaction transaction) {
    NetworkRequest request = transaction.request();
    Origin only = request.credentialsOrigin();
    return request.useCookies() && (only == null || only.equals(transaction.url().origin()));
  }

  private void attach(Transaction transaction) {
    if (transaction.log().isCapturing()) {
      CookieLog.sends(transaction.log(), cookies.explain(access(transaction)));
    }
    String cookie = cookies.cookieHeaderFor(access(transaction));
    if (!cookie.isEmpty()) {
      transaction.hopHeaders().set("Cookie", cookie);
    }
    transaction.proceed();
  }

  private static CookieAccess access(Transaction transaction) {
    NetworkRequest request = transaction.request();
    if (request.siteForCookies() == null && request.initiator() == null) {
      return CookieAccess.ofHost(transaction.url());
    }
    return CookieAccess.of(
        transaction.url(),
        request.siteForCookies(),
        request.initiator(),
        transaction.method(),
        false,
        null);
  }
}
