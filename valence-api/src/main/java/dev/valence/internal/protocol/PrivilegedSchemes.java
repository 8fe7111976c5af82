package dev.valence.internal.protocol;

import dev.valence.net.url.CustomSchemes;
import dev.valence.protocol.CustomScheme;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The privileged schemes of the process. They are registered at once and before anything runs, as
 * in Chromium; a {@code Valence} may add schemes of its own when it starts, as long as they do not
 * contradict what is known.
 */
public final class PrivilegedSchemes {
  /** Those of this process. */
  public static final PrivilegedSchemes OF_PROCESS = new PrivilegedSchemes();

  // Guarded by this.
  private final Map<String, CustomScheme> schemes = new LinkedHashMap<>();
  private boolean registered;
  private boolean started;

  PrivilegedSchemes() {}

  /** Electron's {@code registerSchemesAsPrivileged}. */
  public synchronized void register(Collection<CustomScheme> custom) {
    if (started || registered) {
      throw new IllegalStateException(
          "protocol.registerSchemesAsPrivileged should be called before app is ready");
    }
    add(custom);
    registered = true;
  }

  /**
   * A {@code Valence} starts.
   *
   * @return every scheme that it knows
   */
  public synchronized List<CustomScheme> start(Collection<CustomScheme> own) {
    add(own);
    started = true;
    return List.copyOf(schemes.values());
  }

  private void add(Collection<CustomScheme> custom) {
    Map<String, CustomScheme> fresh = new LinkedHashMap<>();
    for (CustomScheme scheme : custom) {
      String name = scheme.scheme();
      CustomScheme known = schemes.getOrDefault(name, fresh.get(name));
      if (known != null && !known.equals(scheme)) {
        throw new IllegalArgumentException(
            "the scheme " + name + " has other privileges in this process already");
      }
      fresh.put(name, scheme);
    }
    schemes.putAll(fresh);
    for (CustomScheme scheme : fresh.values()) {
      if (scheme.standard()) {
        CustomSchemes.addStandard(scheme.scheme());
      }
      if (scheme.secure()) {
        CustomSchemes.addSecure(scheme.scheme());
      }
    }
  }
}
