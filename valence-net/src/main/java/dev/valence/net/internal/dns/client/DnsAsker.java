package dev.valence.net.internal.dns.client;

import dev.valence.net.NetException;
import dev.valence.net.internal.dns.wire.DnsMessage;

/** A way to put a question to a recursive DNS server. Confined to the network thread. */
public interface DnsAsker {
  /** Hears the answer, once, unless the question was given up. */
  interface Outcome {
    /** An answer to the question, with the code NOERROR or NXDOMAIN. */
    void onAnswer(DnsMessage message);

    void onFailed(NetException error);
  }

  /**
   * Asks.
   *
   * @param name in wire form
   * @return gives the question up; harmless when it was answered
   */
  Runnable ask(byte[] name, int type, Outcome outcome);
}
