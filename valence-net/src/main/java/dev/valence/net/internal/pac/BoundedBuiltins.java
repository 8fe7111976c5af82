package dev.valence.net.internal.pac;

import java.util.List;
import org.mozilla.javascript.BaseFunction;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * Keeps built-in functions short: Rhino counts the instructions of a script, but not the rounds of
 * a loop within a function of its own, which {@code [].indexOf.call({length: 9e15})} would keep
 * busy for years.
 */
final class BoundedBuiltins {
  /** Blocks of raw memory, of no use to a PAC script. */
  private static final List<String> REMOVED =
      List.of(
          "ArrayBuffer",
          "DataView",
          "Int8Array",
          "Uint8Array",
          "Uint8ClampedArray",
          "Int16Array",
          "Uint16Array",
          "Int32Array",
          "Uint32Array",
          "BigInt64Array",
          "BigUint64Array",
          "Float32Array",
          "Float64Array",
          "BigInt");

  private BoundedBuiltins() {}

  static void apply(ScriptableObject scope) {
    for (String name : REMOVED) {
      scope.delete(name);
    }
    bound(prototype(scope, "Array"), Bound.THIS_AND_ARGUMENTS, null);
    bound(object(scope, "Array"), Bound.THIS_AND_ARGUMENTS, List.of("from"));
    bound(prototype(scope, "Function"), Bound.THIS_AND_ARGUMENTS, List.of("apply"));
    bound(object(scope, "Reflect"), Bound.THIS_AND_ARGUMENTS, List.of("apply", "construct"));
    bound(prototype(scope, "String"), Bound.REPEAT, List.of("repeat"));
    bound(prototype(scope, "String"), Bound.FIRST_NUMBER, List.of("padStart", "padEnd"));
  }

  private enum Bound {
    /** {@code length} of {@code this} and of each parameter that is an object. */
    THIS_AND_ARGUMENTS,
    /** The first parameter as the length of the result. */
    FIRST_NUMBER,
    /** The first parameter times the length of {@code this}. */
    REPEAT
  }

  private static ScriptableObject object(ScriptableObject scope, String name) {
    return (ScriptableObject) ScriptableObject.getProperty(scope, name);
  }

  private static ScriptableObject prototype(ScriptableObject scope, String name) {
    return (ScriptableObject) ScriptableObject.getProperty(object(scope, name), "prototype");
  }

  /** Wraps the functions of an object: those named, or all where there are no names. */
  private static void bound(
      ScriptableObject holder, Bound bound, @org.jspecify.annotations.Nullable List<String> names) {
    Object[] ids = names != null ? names.toArray() : holder.getAllIds();
    for (Object id : ids) {
      if (id instanceof String name
          && !name.equals("constructor")
          && holder.get(name, holder) instanceof Function original) {
        holder.defineProperty(
            name, new BoundedFunction(name, original, bound), ScriptableObject.DONTENUM);
      }
    }
  }

  private static final class BoundedFunction extends BaseFunction {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient Function original;
    private final Bound bound;

    BoundedFunction(String name, Function original, Bound bound) {
      this.name = name;
      this.original = original;
      this.bound = bound;
      setPrototype(original.getPrototype());
      setParentScope(original.getParentScope());
    }

    @Override
    public String getFunctionName() {
      return name;
    }

    @Override
    public Object call(Context context, Scriptable scope, Scriptable self, Object[] args) {
      switch (bound) {
        case THIS_AND_ARGUMENTS -> {
          check(length(self));
          for (Object each : args) {
            if (each instanceof Scriptable object && !(each instanceof Function)) {
              check(length(object));
            }
          }
        }
        case FIRST_NUMBER -> check(number(args));
        case REPEAT -> check(number(args) * Math.max(1, ScriptRuntime.toString(self).length()));
      }
      return original.call(context, scope, self, args);
    }

    private static double length(Scriptable object) {
      Object length = ScriptableObject.getProperty(object, "length");
      return length instanceof Number || length instanceof CharSequence || length instanceof Boolean
          ? ScriptRuntime.toNumber(length)
          : length instanceof Scriptable ? Double.MAX_VALUE : 0;
    }

    private static double number(Object[] args) {
      return args.length == 0 ? 0 : ScriptRuntime.toNumber(args[0]);
    }

    private void check(double length) {
      if (length > PacLimits.MAX_LENGTH) {
        throw ScriptRuntime.rangeError(
            name + " of more than " + PacLimits.MAX_LENGTH + " elements is not allowed here");
      }
    }
  }
}
