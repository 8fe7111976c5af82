package dev.valence.ipc.service;

import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** What {@link ServiceGuest} offers to the main process; most of it calls {@link HostService}. */
interface GuestService {
  String greetHost(HostService.Point from);

  long upload(long count) throws Exception;

  long download(long count) throws Exception;

  long downloadBuffers(int count) throws Exception;

  long downloadMany(int streams, long count) throws Exception;

  int points(int count) throws Exception;

  long sum(int count);

  String zip() throws Exception;

  String full();

  String count(int to);

  String never() throws Exception;

  String late() throws Exception;

  String wrongVersion();

  long caller();

  /** Begins an upload that never ends. */
  CompletableFuture<Long> uploadEndless();

  InputStream endless();

  InputStream failing(long count);

  Flow.Publisher<HostService.Point> endlessPoints();

  /** Completes when the endless source has been closed. */
  CompletableFuture<Integer> endlessClosed();

  /** Never completes; {@link #pendingCancelled} does when it is cancelled. */
  CompletableFuture<String> pending(Progress<String> begun);

  CompletableFuture<Boolean> pendingCancelled();
}
