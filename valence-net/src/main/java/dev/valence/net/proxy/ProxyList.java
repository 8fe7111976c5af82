package dev.valence.net.proxy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Proxies in the order in which they are tried; at least one. Immutable. */
public final class ProxyList implements Iterable<ProxyServer> {
  /** No proxy at all. */
  public static final ProxyList DIRECT = new ProxyList(List.of(ProxyServer.DIRECT));

  /** More of a PAC result is not read. */
  static final int MOST = 64;

  private final List<ProxyServer> servers;

  private ProxyList(List<ProxyServer> servers) {
    this.servers = servers;
  }

  /**
   * A list.
   *
   * @throws IllegalArgumentException when it is empty
   */
  public static ProxyList of(List<ProxyServer> servers) {
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("a list of proxies has at least one; DIRECT is one, too");
    }
    if (servers.size() == 1 && servers.get(0).isDirect()) {
      return DIRECT;
    }
    return new ProxyList(List.copyOf(servers));
  }

  /** As {@link #of(List)}. */
  public static ProxyList of(ProxyServer... servers) {
    return of(List.of(servers));
  }

  /**
   * Reads the result of a PAC script, such as {@code PROXY a:80; DIRECT}. Elements that are no
   * proxies are left out, as in Chromium ({@code ProxyList::SetFromPacString}).
   *
   * @return null when nothing in it is a proxy, where Chromium goes direct
   */
  public static @Nullable ProxyList parsePac(String result) {
    List<ProxyServer> servers = new ArrayList<>(2);
    int from = 0;
    while (from <= result.length() && servers.size() < MOST) {
      int end = result.indexOf(';', from);
      int to = end < 0 ? result.length() : end;
      String element = result.substring(from, to);
      if (!element.isBlank()) {
        try {
          servers.add(ProxyServer.parsePac(element));
        } catch (IllegalArgumentException malformed) {
          // Left out.
        }
      }
      from = to + 1;
    }
    return servers.isEmpty() ? null : of(servers);
  }

  /** In order; not empty. */
  public List<ProxyServer> servers() {
    return servers;
  }

  public ProxyServer first() {
    return servers.get(0);
  }

  public int size() {
    return servers.size();
  }

  /** Whether there is nothing but DIRECT. */
  public boolean isDirect() {
    return servers.size() == 1 && servers.get(0).isDirect();
  }

  @Override
  public Iterator<ProxyServer> iterator() {
    return servers.iterator();
  }

  /** As Electron's {@code resolveProxy} gives it: {@code PROXY a:80;DIRECT}. */
  public String toPacString() {
    return servers.size() == 1
        ? servers.get(0).toPacString()
        : servers.stream().map(ProxyServer::toPacString).collect(Collectors.joining(";"));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof ProxyList list && servers.equals(list.servers));
  }

  @Override
  public int hashCode() {
    return servers.hashCode();
  }

  /** The same as {@link #toPacString}. */
  @Override
  public String toString() {
    return toPacString();
  }
}
