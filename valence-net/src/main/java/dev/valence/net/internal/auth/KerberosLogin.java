package dev.valence.net.internal.auth;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.auth.AuthCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/**
 * One Kerberos login at one service, with the user's tickets or with a name and a password. Blocks:
 * it reads files and asks the KDC. One thread at a time; {@link #isEstablished} any.
 */
final class KerberosLogin {
  private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";
  private static final String SPNEGO = "1.3.6.1.5.5.2";

  private final String host;
  private final @Nullable AuthCredentials credentials;
  private @Nullable GSSContext gss;
  private @Nullable Subject subject;
  private volatile boolean established;

  /**
   * A login.
   *
   * @param credentials null for the user's own tickets
   */
  KerberosLogin(String host, @Nullable AuthCredentials credentials) {
    this.host = host;
    this.credentials = credentials;
  }

  /** Whether this machine knows a Kerberos realm, without which no password is of use. */
  static boolean isConfigured() {
    return System.getProperty("java.security.krb5.conf") != null
        || System.getProperty("java.security.krb5.kdc") != null
        || Files.isReadable(Path.of("/etc/krb5.conf"));
  }

  boolean isEstablished() {
    return established;
  }

  /**
   * The next token.
   *
   * @param input what the server said; empty at first
   */
  byte[] next(byte[] input) throws NetException {
    try {
      Subject who = subject;
      if (who == null) {
        who = logIn();
        subject = who;
      }
      PrivilegedExceptionAction<byte[]> step = () -> step(input);
      return Subject.doAs(who, step);
    } catch (LoginException e) {
      throw new NetException(
          NetError.MISSING_AUTH_CREDENTIALS,
          credentials == null
              ? "no Kerberos ticket could be used; get one with kinit"
              : "Kerberos refused the user name or the password, or could not be asked",
          e);
    } catch (PrivilegedActionException e) {
      throw new NetException(
          NetError.UNSUPPORTED_AUTH_SCHEME,
          "Kerberos gave no ticket for the service HTTP/" + host,
          e.getCause());
    }
  }

  private byte[] step(byte[] input) throws GSSException {
    GSSContext context = gss;
    if (context == null) {
      GSSManager manager = GSSManager.getInstance();
      Oid mechanism = new Oid(SPNEGO);
      // JGSS asks DNS for the canonical name, as Chromium does.
      GSSName service =
          manager.createName("HTTP@" + bareHost(), GSSName.NT_HOSTBASED_SERVICE, mechanism);
      GSSCredential own =
          manager.createCredential(
              null, GSSCredential.DEFAULT_LIFETIME, mechanism, GSSCredential.INITIATE_ONLY);
      context = manager.createContext(service, mechanism, own, GSSContext.DEFAULT_LIFETIME);
      // As Chromium's defaults: no delegation, no proof of the server.
      context.requestCredDeleg(false);
      context.requestMutualAuth(false);
      gss = context;
    }
    byte[] token = context.initSecContext(input, 0, input.length);
    established = context.isEstablished();
    return token == null ? new byte[0] : token;
  }

  private String bareHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private Subject logIn() throws LoginException {
    Subject who = new Subject();
    new LoginContext("valence", who, new Answers(credentials), new Krb5(credentials == null))
        .login();
    return who;
  }

  /** JAAS set up without a file. */
  private static final class Krb5 extends Configuration {
    private final AppConfigurationEntry[] entries;

    Krb5(boolean ownTickets) {
      Map<String, String> options = new HashMap<>();
      options.put("refreshKrb5Config", "true");
      options.put("isInitiator", "true");
      if (ownTickets) {
        options.put("useTicketCache", "true");
        options.put("doNotPrompt", "true");
      }
      entries =
          new AppConfigurationEntry[] {
            new AppConfigurationEntry(MODULE, LoginModuleControlFlag.REQUIRED, options)
          };
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
      return entries.clone();
    }
  }

  private record Answers(@Nullable AuthCredentials credentials) implements CallbackHandler {
    @Override
    public void handle(Callback[] questions) throws IOException, UnsupportedCallbackException {
      for (Callback question : questions) {
        if (credentials != null && question instanceof NameCallback name) {
          name.setName(credentials.username());
        } else if (credentials != null && question instanceof PasswordCallback password) {
          password.setPassword(credentials.password().toCharArray());
        } else {
          throw new UnsupportedCallbackException(question);
        }
      }
    }
  }
}
