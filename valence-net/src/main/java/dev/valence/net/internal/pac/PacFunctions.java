package dev.valence.net.internal.pac;

import dev.valence.net.internal.pac.PacSandbox.PacContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.BaseFunction;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

/**
 * The functions of a PAC script: Netscape's, and Microsoft's for IPv6 (names with {@code Ex}), as
 * Chromium has them.
 */
final class PacFunctions {
  /** One of them; the result is a Boolean, a Number, a String or null. */
  @FunctionalInterface
  private interface Body {
    @Nullable Object call(PacEvaluation evaluation, Arguments arguments);
  }

  private PacFunctions() {}

  static void define(ScriptableObject scope) {
    define(scope, "isPlainHostName", 1, (e, a) -> isPlain(a.text(0)));
    define(scope, "dnsDomainIs", 2, (e, a) -> a.text(0).endsWith(a.text(1)));
    define(scope, "localHostOrDomainIs", 2, (e, a) -> isLocalOrIs(a.text(0), a.text(1)));
    define(scope, "isResolvable", 1, (e, a) -> a.isText(0) && e.lookups().ipv4(a.text(0)) != null);
    define(scope, "isInNet", 3, PacFunctions::isInNet);
    define(scope, "dnsResolve", 1, (e, a) -> a.isText(0) ? e.lookups().ipv4(a.text(0)) : null);
    define(scope, "convert_addr", 1, (e, a) -> PacAddresses.convert(a.text(0)));
    define(scope, "myIpAddress", 0, (e, a) -> PacLookups.ownAddress());
    define(scope, "dnsDomainLevels", 1, (e, a) -> dots(a.text(0)));
    define(scope, "shExpMatch", 2, (e, a) -> ShellPattern.matches(a.text(0), a.text(1)));
    define(scope, "weekdayRange", 3, (e, a) -> PacDates.weekdayRange(e.clock(), a.texts()));
    define(scope, "dateRange", 7, (e, a) -> PacDates.dateRange(e.clock(), a.texts()));
    define(scope, "timeRange", 7, (e, a) -> PacDates.timeRange(e.clock(), a.texts()));
    define(scope, "alert", 1, PacFunctions::alert);
    define(
        scope,
        "isResolvableEx",
        1,
        (e, a) -> a.isText(0) && !e.lookups().resolve(a.text(0)).isEmpty());
    define(scope, "isInNetEx", 2, PacFunctions::isInNetEx);
    define(scope, "dnsResolveEx", 1, (e, a) -> a.isText(0) ? e.lookups().all(a.text(0)) : "");
    define(scope, "myIpAddressEx", 0, (e, a) -> PacLookups.ownAddresses());
    define(scope, "sortIpAddressList", 1, PacFunctions::sortIpAddressList);
    define(scope, "getClientVersion", 0, (e, a) -> "1.0");
  }

  private static void define(ScriptableObject scope, String name, int arity, Body body) {
    scope.defineProperty(
        name, new NativeFunction(scope, name, arity, body), ScriptableObject.DONTENUM);
  }

  private static boolean isPlain(String host) {
    return host.indexOf('.') < 0 && host.indexOf(':') < 0;
  }

  private static boolean isLocalOrIs(String host, String hostAndDomain) {
    return host.equals(hostAndDomain) || hostAndDomain.startsWith(host + ".");
  }

  private static int dots(String host) {
    return (int) host.chars().filter(c -> c == '.').count();
  }

  private static boolean isInNet(PacEvaluation evaluation, Arguments arguments) {
    String host = arguments.text(0);
    String address = PacAddresses.isIpv4(host) ? host : evaluation.lookups().ipv4(host);
    return address != null && PacAddresses.isInNet(address, arguments.text(1), arguments.text(2));
  }

  private static @Nullable Object isInNetEx(PacEvaluation evaluation, Arguments arguments) {
    return arguments.isText(0) && arguments.isText(1)
        ? PacAddresses.isInNetEx(arguments.text(0), arguments.text(1))
        : null;
  }

  private static @Nullable Object sortIpAddressList(PacEvaluation evaluation, Arguments arguments) {
    if (!arguments.isText(0)) {
      return null;
    }
    String sorted = PacAddresses.sort(arguments.text(0));
    return sorted == null ? Boolean.FALSE : sorted;
  }

  private static Object alert(PacEvaluation evaluation, Arguments arguments) {
    String message = arguments.text(0);
    evaluation
        .listener()
        .onAlert(message.length() <= 1000 ? message : message.substring(0, 1000) + "…");
    return Undefined.instance;
  }

  /** The parameters of a call. */
  private record Arguments(Object[] values) {
    boolean isText(int index) {
      return index < values.length && values[index] instanceof CharSequence;
    }

    String text(int index) {
      Object value = index < values.length ? values[index] : Undefined.instance;
      if (value instanceof CharSequence sequence && sequence.length() > PacLimits.MAX_TEXT) {
        throw ScriptRuntime.rangeError(
            "a text of more than " + PacLimits.MAX_TEXT + " characters is not allowed here");
      }
      return ScriptRuntime.toString(value);
    }

    List<String> texts() {
      List<String> texts = new ArrayList<>(values.length);
      for (int i = 0; i < Math.min(8, values.length); i++) {
        texts.add(text(i));
      }
      return texts;
    }
  }

  private static final class NativeFunction extends BaseFunction {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final int arity;
    private final transient Body body;

    NativeFunction(ScriptableObject scope, String name, int arity, Body body) {
      super(scope, getFunctionPrototype(scope));
      this.name = name;
      this.arity = arity;
      this.body = body;
    }

    @Override
    public String getFunctionName() {
      return name;
    }

    @Override
    public int getLength() {
      return arity;
    }

    // JavaScript's null is Java's.
    @Override
    @SuppressWarnings("NullAway")
    public Object call(Context context, Scriptable scope, Scriptable self, Object[] args) {
      PacEvaluation evaluation = ((PacContext) context).current();
      return body.call(evaluation, new Arguments(args));
    }

    @Override
    public Scriptable construct(Context context, Scriptable scope, Object[] args) {
      throw ScriptRuntime.typeError(name + " is not a constructor");
    }
  }
}
