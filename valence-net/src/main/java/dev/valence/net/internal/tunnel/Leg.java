package dev.valence.net.internal.tunnel;

/** The part of the way to an origin on which a connection failed. */
public enum Leg {
  /** TCP, the proxy, its tunnel: another route may do better. */
  ROUTE,
  /**
   * The look-up of the origin's own name: another route may know it, but the proxy is not to blame.
   */
  LOOKUP,
  /** The origin itself, which another route would meet as well; or nothing that a route does. */
  ORIGIN
}
