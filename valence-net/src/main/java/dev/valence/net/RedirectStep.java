package dev.valence.net;

import dev.valence.net.url.Url;

/**
 * A redirect that is about to be followed.
 *
 * @param response the head of the redirect response
 * @param method the method of the next request
 * @param url where the next request goes
 * @param internal whether no server sent it: the request becomes another one before anything of it
 *     was sent. Such a redirect is followed in every redirect mode.
 */
public record RedirectStep(ResponseHead response, String method, Url url, boolean internal) {}
