package dev.valence.net.internal.auth;

import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.auth.AuthScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The logins that worked, or are being tried: by place, realm and scheme (Chromium's {@code
 * HttpAuthCache}). In memory only, bounded; the entry unused for longest goes first. Confined to
 * the network thread.
 */
public final class AuthCache {
  /** Chromium's {@code kMaxNumRealmEntries}. */
  static final int MOST_ENTRIES = 20;

  /** Chromium's {@code kMaxNumPathsPerRealmEntry}. */
  static final int MOST_PATHS = 20;

  /** One login. */
  static final class Entry {
    private final AuthPlace place;
    private final String realm;
    private final AuthScheme scheme;
    private final List<String> folders = new ArrayList<>(2);
    private Challenge challenge;
    private AuthCredentials credentials;
    private int nonceCount;

    private Entry(
        AuthPlace place,
        String realm,
        AuthScheme scheme,
        Challenge challenge,
        AuthCredentials credentials) {
      this.place = place;
      this.realm = realm;
      this.scheme = scheme;
      this.challenge = challenge;
      this.credentials = credentials;
    }

    AuthScheme scheme() {
      return scheme;
    }

    String realm() {
      return realm;
    }

    Challenge challenge() {
      return challenge;
    }

    AuthCredentials credentials() {
      return credentials;
    }

    /** The count for the next use of the challenge's nonce. */
    int nextNonceCount() {
      return ++nonceCount;
    }

    private void addFolder(String folder) {
      if (enclosing(folder) >= 0) {
        return;
      }
      // A folder above others stands for them.
      folders.removeIf(known -> known.startsWith(folder));
      if (folders.size() == MOST_PATHS) {
        folders.remove(folders.size() - 1);
      }
      folders.add(0, folder);
    }

    /** The length of the longest folder here that holds this one; -1 for none. */
    private int enclosing(String folder) {
      int longest = -1;
      for (String known : folders) {
        if (folder.startsWith(known)) {
          longest = Math.max(longest, known.length());
        }
      }
      return longest;
    }
  }

  /** The one used last stands last. */
  private final List<Entry> entries = new ArrayList<>();

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The login for this realm. */
  @Nullable Entry find(AuthPlace place, String realm, AuthScheme scheme) {
    for (Entry entry : entries) {
      if (entry.scheme == scheme && entry.realm.equals(realm) && entry.place.equals(place)) {
        return touch(entry);
      }
    }
    return null;
  }

  /**
   * The login that a request for this path will need, known before it is asked for: the one whose
   * folder is nearest (RFC 7617 §2.2).
   */
  @Nullable Entry findByPath(AuthPlace place, String path) {
    String folder = folder(path);
    Entry nearest = null;
    int longest = -1;
    for (Entry entry : entries) {
      if (!entry.scheme.isConnectionBased() && entry.place.equals(place)) {
        int length = entry.enclosing(folder);
        if (length > longest) {
          longest = length;
          nearest = entry;
        }
      }
    }
    return nearest == null ? null : touch(nearest);
  }

  /** Keeps a login, in the place of an older one. The nonce counts from one again. */
  Entry put(
      AuthPlace place,
      String realm,
      AuthScheme scheme,
      Challenge challenge,
      AuthCredentials credentials,
      String path) {
    Entry entry = find(place, realm, scheme);
    if (entry == null) {
      if (entries.size() == MOST_ENTRIES) {
        entries.remove(0);
      }
      entry = new Entry(place, realm, scheme, challenge, credentials);
      entries.add(entry);
    } else if (entry.challenge != challenge) {
      entry.challenge = challenge;
      entry.nonceCount = 0;
    }
    entry.credentials = credentials;
    entry.addFolder(folder(path));
    return entry;
  }

  /** Forgets a login that was refused, unless another has taken its place meanwhile. */
  void removeRefused(
      AuthPlace place, String realm, AuthScheme scheme, AuthCredentials credentials) {
    entries.removeIf(
        entry ->
            entry.scheme == scheme
                && entry.realm.equals(realm)
                && entry.place.equals(place)
                && entry.credentials.equals(credentials));
  }

  /** The server has a new nonce for this login; false when the login is gone. */
  boolean renewChallenge(AuthPlace place, String realm, AuthScheme scheme, Challenge challenge) {
    Entry entry = find(place, realm, scheme);
    if (entry == null) {
      return false;
    }
    entry.challenge = challenge;
    entry.nonceCount = 0;
    return true;
  }

  /** Forgets the logins of these places. */
  public void removeIf(Predicate<AuthPlace> which) {
    entries.removeIf(entry -> which.test(entry.place));
  }

  int size() {
    return entries.size();
  }

  private Entry touch(Entry entry) {
    int last = entries.size() - 1;
    if (entries.get(last) != entry) {
      entries.remove(entry);
      entries.add(entry);
    }
    return entry;
  }

  /** The path up to and with its last slash (Chromium's {@code GetParentDirectory}). */
  static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}
