package dev.agentservice.identity.token;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.util.Map;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import dev.agentservice.identity.SecureUri;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the keys that an issuer publishes. Redirects are not followed: the keys come
 * from where the configuration says, or from nowhere.
 *
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID
 * Connect Discovery</a>
 */
final class IssuerClient implements KeyCache.Fetcher {

	private static final Logger logger = LoggerFactory.getLogger(IssuerClient.class);

	private static final int TIMEOUT_MILLIS = 2000;

	private static final int MAX_BYTES = 512 * 1024;

	private final ResourceRetriever retriever = new WithoutRedirects();

	private final @Nullable String issuerUri;

	private final @Nullable String jwkSetUri;

	IssuerClient(@Nullable String issuerUri, @Nullable String jwkSetUri) {
		this.issuerUri = issuerUri;
		this.jwkSetUri = jwkSetUri;
	}

	@Override
	public JWKSet fetch() throws KeySourceException {
		try {
			return JWKSet.parse(fetch((this.jwkSetUri != null) ? this.jwkSetUri : discover()));
		}
		catch (IOException | ParseException | IllegalArgumentException ex) {
			logger.atWarn().setCause(ex).log("The issuer's keys cannot be fetched");
			throw new RemoteKeySourceException("The issuer's keys cannot be fetched", ex);
		}
	}

	private String discover() throws IOException, ParseException {
		Map<String, Object> metadata = JSONObjectUtils
			.parse(fetch(this.issuerUri + "/.well-known/openid-configuration"));
		if (!String.valueOf(this.issuerUri).equals(metadata.get("issuer"))) {
			throw new IOException("The metadata is another issuer's");
		}
		String uri = JSONObjectUtils.getString(metadata, "jwks_uri");
		if (uri == null || !SecureUri.isSecure(uri)) {
			throw new IOException("The metadata names no jwks_uri that begins with https://");
		}
		return uri;
	}

	private String fetch(String uri) throws IOException {
		URL url = URI.create(uri).toURL();
		return this.retriever.retrieveResource(url).getContent();
	}

	/** A redirect is an answer without keys, like any other that is not 2xx. */
	private static final class WithoutRedirects extends DefaultResourceRetriever {

		private WithoutRedirects() {
			super(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);
		}

		@Override
		protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
			HttpURLConnection connection = super.openHTTPConnection(url);
			connection.setInstanceFollowRedirects(false);
			return connection;
		}

	}

}
