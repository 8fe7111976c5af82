package dev.valence.internal.tls;

import dev.valence.event.dispatch.EventThread;
import dev.valence.net.NetError;
import dev.valence.net.tls.CertificateQuestion;
import dev.valence.net.tls.ClientCertificateQuestion;
import dev.valence.net.tls.ClientIdentity;
import dev.valence.net.tls.TlsControl;
import dev.valence.net.tls.TlsSettings;
import dev.valence.tls.Certificate;
import dev.valence.tls.CertificateVerifyCallback;
import dev.valence.tls.CertificateVerifyProc;
import dev.valence.tls.CertificateVerifyRequest;
import dev.valence.tls.ClientCertificateCallback;
import dev.valence.tls.ClientCertificateHandler;
import dev.valence.tls.ClientCertificateRequest;
import dev.valence.tls.SslConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The TLS members of a session: brings the network's questions to the event thread. */
public final class SessionTls {
  private final TlsControl control;
  private final EventThread events;

  public SessionTls(TlsControl control, EventThread events) {
    this.control = control;
    this.events = events;
  }

  public TlsSettings settings() {
    return control.settings();
  }

  /** Takes effect for later requests. */
  public void set(TlsSettings settings) {
    control.settings(settings);
  }

  /** Changes versions and cipher suites only. */
  public void set(SslConfig config) {
    control.settings(
        control.settings().toBuilder()
            .minVersion(config.minVersion())
            .maxVersion(config.maxVersion())
            .disabledCipherSuites(config.disabledCipherSuites())
            .build());
  }

  /** Null clears. */
  public void setVerifyProc(@Nullable CertificateVerifyProc proc) {
    control.judge(proc == null ? null : question -> events.execute(() -> ask(proc, question)));
  }

  private void ask(CertificateVerifyProc proc, CertificateQuestion question) {
    NetError verdict = question.verdict();
    CertificateVerifyRequest request =
        new CertificateVerifyRequest(
            question.host(),
            Certificate.of(question.sent()),
            Certificate.of(question.validated()),
            question.isIssuedByKnownRoot(),
            verdict == null ? "OK" : verdict.text(),
            verdict == null ? 0 : verdict.code());
    try {
      proc.verify(request, result -> answer(question, result));
    } catch (RuntimeException | Error e) {
      question.answer(NetError.FAILED);
      events.report("the certificate verify proc", e);
    }
  }

  private static void answer(CertificateQuestion question, int result) {
    NetError outcome;
    if (result == CertificateVerifyCallback.ACCEPT) {
      outcome = null;
    } else if (result == CertificateVerifyCallback.USE_VERIFICATION_RESULT) {
      outcome = question.verdict();
    } else {
      outcome = NetError.ofCode(result);
      if (outcome == null) {
        throw new IllegalArgumentException(
            "not a network error: " + result + "; 0 accepts, -2 refuses, -3 leaves it be");
      }
    }
    if (!question.answer(outcome)) {
      throw new IllegalStateException(
          "the certificate of " + question.host() + " was answered before");
    }
  }

  /** Null clears. */
  public void setClientCertificateHandler(@Nullable ClientCertificateHandler handler) {
    control.chooser(
        handler == null ? null : question -> events.execute(() -> ask(handler, question)));
  }

  public void clearClientCertificates() {
    control.forgetClientCertificates();
  }

  private void ask(ClientCertificateHandler handler, ClientCertificateQuestion question) {
    String host = question.host();
    ClientCertificateRequest request =
        new ClientCertificateRequest(
            host,
            question.port(),
            "https://"
                + (host.indexOf(':') < 0 ? host : "[" + host + "]")
                + (question.port() == 443 ? "" : ":" + question.port()),
            question.issuers().stream().map(CertificateFields::principal).toList(),
            List.copyOf(question.identities()));
    try {
      handler.select(request, new Answer(question));
    } catch (RuntimeException | Error e) {
      question.cancel();
      events.report("the client certificate handler", e);
    }
  }

  private record Answer(ClientCertificateQuestion question) implements ClientCertificateCallback {
    @Override
    public void select(@Nullable ClientIdentity identity) {
      check(question.choose(identity));
    }

    @Override
    public void cancel() {
      check(question.cancel());
    }

    private void check(boolean first) {
      if (!first) {
        throw new IllegalStateException(
            "the client certificate for " + question.host() + " was chosen before");
      }
    }
  }
}
