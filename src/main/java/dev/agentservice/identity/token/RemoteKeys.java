package dev.agentservice.identity.token;

import java.util.List;
import java.util.Set;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.agentservice.identity.KeyProperties;
import dev.agentservice.identity.refusal.AuthFailure;
import dev.agentservice.identity.refusal.RefusedTokenException;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's public keys. A token that names a key we do not have makes us look for
 * newer ones, because the issuer may have changed its keys; but anybody can write a token
 * that does, so that this must cost the issuer little and other callers nothing.
 */
final class RemoteKeys implements JWKSource<SecurityContext> {

	private final KeyCache cache;

	private final UnknownKeyIds unknown;

	RemoteKeys(KeyProperties properties, KeyCache.Fetcher issuer) {
		this.cache = new KeyCache(properties, issuer);
		this.unknown = new UnknownKeyIds(properties, System::nanoTime);
	}

	/**
	 * The keys that a token may be checked with.
	 * @throws RefusedTokenException if it names one that the issuer does not publish
	 */
	@Override
	public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
		long asked = System.nanoTime();
		List<JWK> keys = selector.select(this.cache.current());
		String keyId = keyId(selector);
		if (!keys.isEmpty() || keyId == null) {
			return keys;
		}
		if (this.unknown.contains(keyId)) {
			throw new RefusedTokenException(AuthFailure.UNKNOWN_KID);
		}
		keys = selector.select(this.cache.fetchedSince(asked));
		if (keys.isEmpty()) {
			this.unknown.add(keyId);
			throw new RefusedTokenException(AuthFailure.UNKNOWN_KID);
		}
		return keys;
	}

	/** The one that the token names, if it names any. */
	private static @Nullable String keyId(JWKSelector selector) {
		Set<String> keyIds = selector.getMatcher().getKeyIDs();
		return (keyIds == null || keyIds.isEmpty()) ? null : keyIds.iterator().next();
	}

}
