package dev.valence.net.internal.pac;

import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.ScriptableObject;

/**
 * Rhino as PAC scripts get it: the language and nothing of Java. It interprets: compiled code may
 * hold on to its thread by {@code finally}, and is not faster here by much.
 */
final class PacSandbox extends ContextFactory {
  static final PacSandbox INSTANCE = new PacSandbox();

  private static final int INSTRUCTIONS_BETWEEN_CHECKS = 500;

  /** A context that knows what it evaluates. */
  static final class PacContext extends Context {
    @Nullable PacEvaluation evaluation;

    PacContext(ContextFactory factory) {
      super(factory);
    }

    PacEvaluation current() {
      PacEvaluation running = evaluation;
      if (running == null) {
        throw new IllegalStateException("nothing is evaluated");
      }
      return running;
    }
  }

  private PacSandbox() {}

  @Override
  protected Context makeContext() {
    PacContext context = new PacContext(this);
    context.setLanguageVersion(Context.VERSION_ES6);
    context.setInterpretedMode(true);
    context.setInstructionObserverThreshold(INSTRUCTIONS_BETWEEN_CHECKS);
    context.setMaximumInterpreterStackDepth(PacLimits.MAX_DEPTH);
    context.setClassShutter(className -> false);
    return context;
  }

  @Override
  protected boolean hasFeature(Context context, int feature) {
    return switch (feature) {
      case Context.FEATURE_E4X, Context.FEATURE_ENHANCED_JAVA_ACCESS -> false;
      default -> super.hasFeature(context, feature);
    };
  }

  @Override
  protected void observeInstructionCount(Context context, int count) {
    ((PacContext) context).current().check();
  }

  /** Enters a context on this thread; leave it with {@link Context#exit}. */
  PacContext open() {
    return (PacContext) enterContext();
  }

  /** The globals of one instance of a script. */
  static ScriptableObject newScope(Context context) {
    ScriptableObject scope = context.initSafeStandardObjects(null, false);
    BoundedBuiltins.apply(scope);
    PacFunctions.define(scope);
    return scope;
  }
}
