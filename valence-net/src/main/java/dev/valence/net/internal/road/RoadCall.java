package dev.valence.net.internal.road;

import dev.valence.net.NetworkCall;
import dev.valence.net.internal.netlog.NetLogWithSource;

/** A request on its way, for the inside of the network. */
public interface RoadCall extends NetworkCall {
  /** The net log as the request speaks to it. */
  NetLogWithSource log();
}
