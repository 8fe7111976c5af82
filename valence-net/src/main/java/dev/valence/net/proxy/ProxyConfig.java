package dev.valence.net.proxy;

import dev.valence.net.internal.proxy.BypassRules;
import dev.valence.net.internal.proxy.PacSource;
import dev.valence.net.internal.proxy.ProxyRules;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a session finds its proxies: Electron's {@code ProxyConfig}, and who the user is there.
 * Immutable.
 *
 * {@snippet :
 * session.setProxy(ProxyConfig.fixedServers("http=proxy:8080;socks=inner:1080")).join();
 * session.setProxy(ProxyConfig.builder()
 *     .proxyRules("https://proxy.example")
 *     .proxyBypassRules("<local>;*.intern.example")
 *     .credentials("ann", password)
 *     .build()).join();
 * }
 *
 * <p>Rules are {@code [scheme=]proxies} with {@code ;} between, where the scheme is {@code http},
 * {@code https}, {@code ftp} or {@code socks} (all the rest), and proxies are {@code
 * [scheme://]host[:port]} with commas between, in the order to try. Bypass rules are host patterns,
 * {@code .suffix}, addresses, blocks such as {@code 10.0.0.0/8}, {@code <local>} (names without a
 * dot) and {@code <-loopback>} (no exception for the own machine), with {@code ;} or {@code ,}
 * between. Both are Chromium's, but where Chromium drops what it cannot read, and so sends requests
 * past the proxy, {@link Builder#build} refuses it.
 */
public final class ProxyConfig {
  private static final ProxyConfig DIRECT = builder().mode(ProxyMode.DIRECT).build();
  private static final ProxyConfig SYSTEM = builder().mode(ProxyMode.SYSTEM).build();
  private static final ProxyConfig AUTO_DETECT = builder().mode(ProxyMode.AUTO_DETECT).build();

  private final ProxyMode mode;
  private final String pacScript;
  private final boolean pacMandatory;
  private final String proxyRules;
  private final String proxyBypassRules;
  private final @Nullable ProxyCredentials credentialsForAll;
  private final Map<ProxyServer, ProxyCredentials> credentials;
  private final @Nullable ProxyCredentialsProvider credentialsProvider;

  private ProxyConfig(Builder from) {
    this.pacScript = from.pacScript;
    this.proxyRules = from.proxyRules;
    this.proxyBypassRules = from.proxyBypassRules;
    this.pacMandatory = from.pacMandatory;
    this.credentialsForAll = from.credentialsForAll;
    this.credentials = Map.copyOf(from.credentials);
    this.credentialsProvider = from.credentialsProvider;
    ProxyMode given = from.mode;
    this.mode =
        given != null
            ? given
            : pacScript.isEmpty() ? ProxyMode.FIXED_SERVERS : ProxyMode.PAC_SCRIPT;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** No proxies. */
  public static ProxyConfig direct() {
    return DIRECT;
  }

  /** The settings of the operating system. */
  public static ProxyConfig system() {
    return SYSTEM;
  }

  /** The script that WPAD finds. */
  public static ProxyConfig autoDetect() {
    return AUTO_DETECT;
  }

  /** The PAC script at a URL, or this text. See {@link Builder#pacScript}. */
  public static ProxyConfig pacScript(String urlOrText) {
    return builder().mode(ProxyMode.PAC_SCRIPT).pacScript(urlOrText).build();
  }

  /** Rules such as {@code http=proxy:8080;socks=inner:1080}. */
  public static ProxyConfig fixedServers(String proxyRules) {
    return builder().mode(ProxyMode.FIXED_SERVERS).proxyRules(proxyRules).build();
  }

  /** A builder that begins with all of this, the mode included. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.mode = mode;
    builder.pacScript = pacScript;
    builder.pacMandatory = pacMandatory;
    builder.proxyRules = proxyRules;
    builder.proxyBypassRules = proxyBypassRules;
    builder.credentialsForAll = credentialsForAll;
    builder.credentials.putAll(credentials);
    builder.credentialsProvider = credentialsProvider;
    return builder;
  }

  /** Where the proxies come from; what was given or follows from the rest. */
  public ProxyMode mode() {
    return mode;
  }

  /** A URL or the text of a script; "" for none. */
  public String pacScript() {
    return pacScript;
  }

  /** Whether requests fail where the script cannot be had or fails. */
  public boolean pacMandatory() {
    return pacMandatory;
  }

  /** "" for none. */
  public String proxyRules() {
    return proxyRules;
  }

  /** "" for none. */
  public String proxyBypassRules() {
    return proxyBypassRules;
  }

  /** What was given for this proxy, else what was given for all, else null. */
  public @Nullable ProxyCredentials credentialsFor(ProxyServer proxy) {
    ProxyCredentials own = credentials.get(proxy);
    return own != null ? own : credentialsForAll;
  }

  /** Asked where {@link #credentialsFor} knows nothing. */
  public @Nullable ProxyCredentialsProvider credentialsProvider() {
    return credentialsProvider;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProxyConfig config
        && mode == config.mode
        && pacScript.equals(config.pacScript)
        && pacMandatory == config.pacMandatory
        && proxyRules.equals(config.proxyRules)
        && proxyBypassRules.equals(config.proxyBypassRules)
        && Objects.equals(credentialsForAll, config.credentialsForAll)
        && credentials.equals(config.credentials)
        && Objects.equals(credentialsProvider, config.credentialsProvider);
  }

  @Override
  public int hashCode() {
    return Objects.hash(mode, pacScript, pacMandatory, proxyRules, proxyBypassRules, credentials);
  }

  /** Without credentials. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("ProxyConfig[").append(mode.wireName());
    if (!pacScript.isEmpty()) {
      text.append(", pacScript=").append(PacSource.describe(pacScript));
    }
    if (pacMandatory) {
      text.append(", mandatory");
    }
    if (!proxyRules.isEmpty()) {
      text.append(", proxyRules=").append(proxyRules);
    }
    if (!proxyBypassRules.isEmpty()) {
      text.append(", proxyBypassRules=").append(proxyBypassRules);
    }
    return text.append(']').toString();
  }

  /** Collects a configuration. */
  public static final class Builder {
    private @Nullable ProxyMode mode;
    private String pacScript = "";
    private boolean pacMandatory;
    private String proxyRules = "";
    private String proxyBypassRules = "";
    private @Nullable ProxyCredentials credentialsForAll;
    private final Map<ProxyServer, ProxyCredentials> credentials = new LinkedHashMap<>();
    private @Nullable ProxyCredentialsProvider credentialsProvider;

    private Builder() {}

    /** Without it: PAC_SCRIPT where there is a {@link #pacScript}, else FIXED_SERVERS. */
    public Builder mode(ProxyMode value) {
      mode = Objects.requireNonNull(value, "mode");
      return this;
    }

    /**
     * By Electron's word, such as {@code fixed_servers}.
     *
     * @throws IllegalArgumentException "Invalid mode, must be one of direct, auto_detect,
     *     pac_script, fixed_servers or system"
     */
    public Builder mode(String wireName) {
      return mode(ProxyMode.of(wireName));
    }

    /**
     * The URL ({@code http}, {@code https} or {@code data}) of a PAC script, or its text, which
     * defines {@code FindProxyForURL}. Fetched without a proxy. {@code file:} is refused, as in
     * Chromium: read the file and give its text.
     */
    public Builder pacScript(String urlOrText) {
      pacScript = Objects.requireNonNull(urlOrText, "pacScript");
      return this;
    }

    /**
     * Whether requests fail, with {@code net::ERR_MANDATORY_PROXY_CONFIGURATION_FAILED}, where the
     * script cannot be had or fails; false by default: then they go without a proxy, as in
     * Electron.
     */
    public Builder pacMandatory(boolean value) {
      pacMandatory = value;
      return this;
    }

    /** See {@link ProxyConfig}. */
    public Builder proxyRules(String rules) {
      proxyRules = Objects.requireNonNull(rules, "proxyRules");
      return this;
    }

    /**
     * See {@link ProxyConfig}. In the modes with a script they are looked at before it, too, which
     * Electron does not.
     */
    public Builder proxyBypassRules(String rules) {
      proxyBypassRules = Objects.requireNonNull(rules, "proxyBypassRules");
      return this;
    }

    /** For every proxy of this configuration that asks. */
    public Builder credentials(String user, String password) {
      credentialsForAll = new ProxyCredentials(user, password);
      return this;
    }

    /** For one proxy; wins over those for every proxy. */
    public Builder credentials(ProxyServer proxy, String user, String password) {
      if (proxy.isDirect()) {
        throw new IllegalArgumentException("DIRECT asks for no credentials");
      }
      credentials.put(proxy, new ProxyCredentials(user, password));
      return this;
    }

    /** Asked for a proxy for which nothing was given. */
    public Builder credentials(ProxyCredentialsProvider provider) {
      credentialsProvider = Objects.requireNonNull(provider, "provider");
      return this;
    }

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException naming the rule that cannot be read, or for a {@code
     *     pacScript} that is neither a URL of one of the schemes nor a script
     */
    public ProxyConfig build() {
      ProxyRules.parse(proxyRules);
      BypassRules.parse(proxyBypassRules);
      if (!pacScript.isEmpty()) {
        PacSource.of(pacScript);
      }
      return new ProxyConfig(this);
    }
  }
}
