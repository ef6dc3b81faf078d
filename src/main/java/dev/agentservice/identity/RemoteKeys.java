package dev.agentservice.identity;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;

import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's public keys, fetched when the first token arrives and then cached. Fetches
 * are rate limited: otherwise anybody could make us call the issuer once per token with
 * an invented key id.
 *
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID
 * Connect Discovery</a>
 */
final class RemoteKeys implements JWKSetSource<SecurityContext> {

	private static final Logger logger = LoggerFactory.getLogger(RemoteKeys.class);

	/** Between two rounds of fetching, whatever tokens arrive. */
	static final Duration MIN_INTERVAL = Duration.ofSeconds(10);

	/** Keys we know stay good for this long while the issuer is down. */
	private static final Duration OUTAGE = Duration.ofHours(1);

	private static final int TIMEOUT_MILLIS = 2000;

	private static final int MAX_BYTES = 512 * 1024;

	private final ResourceRetriever retriever = new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);

	private final @Nullable String issuerUri;

	private final @Nullable String jwkSetUri;

	private RemoteKeys(@Nullable String issuerUri, @Nullable String jwkSetUri) {
		this.issuerUri = issuerUri;
		this.jwkSetUri = jwkSetUri;
	}

	static JWKSource<SecurityContext> of(JwtProperties properties) {
		return JWKSourceBuilder.create(new RemoteKeys(properties.issuerUri(), properties.jwkSetUri()))
			.refreshAheadCache(false)
			.rateLimited(MIN_INTERVAL.toMillis())
			.outageTolerant(OUTAGE.toMillis())
			.build();
	}

	@Override
	public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
			throws RemoteKeySourceException {
		try {
			String uri = (this.jwkSetUri != null) ? this.jwkSetUri : discover();
			return JWKSet.parse(fetch(uri));
		}
		catch (IOException | ParseException | IllegalArgumentException ex) {
			logger.atWarn().setCause(ex).log("The issuer's keys cannot be fetched");
			throw new RemoteKeySourceException("The issuer's keys cannot be fetched", ex);
		}
	}

	@Override
	public void close() {
		// Holds nothing open.
	}

	private String discover() throws IOException, ParseException {
		Map<String, Object> metadata = JSONObjectUtils
			.parse(fetch(this.issuerUri + "/.well-known/openid-configuration"));
		if (!String.valueOf(this.issuerUri).equals(metadata.get("issuer"))) {
			throw new IOException("The metadata is another issuer's");
		}
		return JSONObjectUtils.getString(metadata, "jwks_uri");
	}

	private String fetch(String uri) throws IOException {
		URL url = URI.create(uri).toURL();
		return this.retriever.retrieveResource(url).getContent();
	}

}
