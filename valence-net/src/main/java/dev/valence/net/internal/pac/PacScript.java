package dev.valence.net.internal.pac;

import dev.valence.net.NetError;
import dev.valence.net.internal.pac.PacEvaluation.Terminated;
import dev.valence.net.internal.pac.PacSandbox.PacContext;
import java.time.Clock;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * A script, compiled once, with as many instances as run at the same time; an instance keeps its
 * global variables, as in Chromium. Any thread may evaluate; evaluating blocks.
 */
public final class PacScript {
  private static final String SOURCE_NAME = "proxy.pac";

  private final Script script;
  private final PacDns dns;
  private final PacLimits limits;
  private final Clock clock;
  private final ConcurrentLinkedDeque<Instance> idle = new ConcurrentLinkedDeque<>();

  private record Instance(ScriptableObject scope, Function function) {}

  private PacScript(Script script, PacDns dns, PacLimits limits, Clock clock) {
    this.script = script;
    this.dns = dns;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Compiles a script and runs what stands outside its functions.
   *
   * @throws PacException when it cannot be used
   */
  public static PacScript load(
      String text, PacDns dns, PacLimits limits, Clock clock, PacListener listener)
      throws PacException {
    if (text.length() > PacLimits.MAX_SCRIPT) {
      throw new PacException(
          NetError.FILE_TOO_BIG, 0, "it has more than " + PacLimits.MAX_SCRIPT + " characters");
    }
    PacContext context = PacSandbox.INSTANCE.open();
    try {
      Script compiled = context.compileString(text, SOURCE_NAME, 1, null);
      PacScript script = new PacScript(compiled, dns, limits, clock);
      context.evaluation = new PacEvaluation(limits, dns, clock, listener);
      script.idle.add(script.newInstance(context));
      return script;
    } catch (RuntimeException | Error e) {
      throw failure(e, listener);
    } finally {
      Context.exit();
    }
  }

  /**
   * Asks the script. {@code FindProxyForURLEx} wins over {@code FindProxyForURL}, as Microsoft has
   * it.
   *
   * @return what it returned
   * @throws PacException when it failed, was stopped or returned no string
   */
  public String evaluate(PacUrl url, PacListener listener) throws PacException {
    PacContext context = PacSandbox.INSTANCE.open();
    try {
      context.evaluation = new PacEvaluation(limits, dns, clock, listener);
      Instance before = idle.pollFirst();
      Instance instance = before != null ? before : newInstance(context);
      Object[] arguments = {url.url(), url.host()};
      Scriptable scope = instance.scope();
      Object result = instance.function().call(context, scope, scope, arguments);
      // An instance that threw is not used again: it may have stopped amid anything.
      idle.addFirst(instance);
      if (!(result instanceof CharSequence text) || text.length() > PacLimits.MAX_TEXT) {
        String what = result instanceof CharSequence ? "too long a string" : "no string";
        throw failed(0, "FindProxyForURL returned " + what, listener);
      }
      return text.toString();
    } catch (RuntimeException | Error e) {
      throw failure(e, listener);
    } finally {
      Context.exit();
    }
  }

  private Instance newInstance(PacContext context) throws PacException {
    ScriptableObject scope = PacSandbox.newScope(context);
    script.exec(context, scope, scope);
    for (String name : new String[] {"FindProxyForURLEx", "FindProxyForURL"}) {
      if (ScriptableObject.getProperty(scope, name) instanceof Function function) {
        return new Instance(scope, function);
      }
    }
    throw failed(0, "it defines no function FindProxyForURL", context.current().listener());
  }

  private static PacException failed(int line, String message, PacListener listener) {
    listener.onError(line, message);
    return new PacException(NetError.PAC_SCRIPT_FAILED, line, message);
  }

  /** What a script threw, or what became of it, in words. */
  private static PacException failure(Throwable thrown, PacListener listener) {
    NetError error = NetError.PAC_SCRIPT_FAILED;
    int line = 0;
    String message;
    if (thrown instanceof Terminated terminated) {
      error = NetError.PAC_SCRIPT_TERMINATED;
      message = String.valueOf(terminated.getMessage());
    } else if (thrown instanceof RhinoException inScript) {
      line = Math.max(0, inScript.lineNumber());
      message = shorten(inScript.details());
    } else if (thrown instanceof StackOverflowError) {
      message = "it calls itself too deeply";
    } else if (thrown instanceof OutOfMemoryError) {
      error = NetError.PAC_SCRIPT_TERMINATED;
      message = "it wanted more memory than there is";
    } else if (thrown instanceof Error fatal && !(thrown instanceof AssertionError)) {
      throw fatal;
    } else {
      message = "the interpreter failed: " + thrown;
    }
    listener.onError(line, message);
    return new PacException(error, line, message);
  }

  private static String shorten(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "…";
  }
}
