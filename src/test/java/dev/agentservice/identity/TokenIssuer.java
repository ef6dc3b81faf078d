package dev.agentservice.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;

/**
 * An OpenID provider on an ephemeral port: its metadata, its keys and its tokens, good
 * and bad.
 */
public final class TokenIssuer {

	/** Made once, since that takes longer than anything else here. */
	private static final RSAKey FIRST = newKey();

	private static final RSAKey NEXT = newKey();

	private volatile RSAKey key = FIRST;

	private volatile String keysUri;

	private final HttpServer server;

	private final AtomicInteger fetches = new AtomicInteger();

	public TokenIssuer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.keysUri = uri() + "/keys";
		serve("/.well-known/openid-configuration",
				() -> "{\"issuer\": \"" + uri() + "\", \"jwks_uri\": \"" + this.keysUri + "\"}");
		serve("/keys", () -> new JWKSet(this.key).toString(true));
		this.server.start();
	}

	public String uri() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/** How often the keys were asked for. */
	public int fetches() {
		return this.fetches.get();
	}

	public RSAKey key() {
		return this.key;
	}

	/** Publishes another key in place of this one, and signs with it. */
	public void rotate() {
		this.key = NEXT;
	}

	/** A token of the key that comes next, before that is published. */
	public String announce() {
		return sign(header(JWSAlgorithm.RS256, NEXT.getKeyID()), (claims) -> claims, rsa(NEXT));
	}

	/** Says that the keys are elsewhere. */
	public void publishKeysAt(String uri) {
		this.keysUri = uri;
	}

	/** An address that leads to a path of this server. */
	public String redirect(String path) {
		this.server.createContext("/redirect", (exchange) -> {
			exchange.getResponseHeaders().set("Location", uri() + path);
			exchange.sendResponseHeaders(302, -1);
			exchange.close();
		});
		return uri() + "/redirect";
	}

	public void stop() {
		this.server.stop(0);
	}

	/** A good token of carol at acme with scope agent. */
	public String token() {
		return token((claims) -> claims);
	}

	public String token(UnaryOperator<JWTClaimsSet.Builder> change) {
		return sign(header(JWSAlgorithm.RS256, this.key.getKeyID()), change, rsa(this.key));
	}

	/** A token that names a key nobody published. */
	public String tokenNaming(String keyId) {
		return sign(header(JWSAlgorithm.RS256, keyId), (claims) -> claims, rsa(this.key));
	}

	/** A token signed by a key nobody published. */
	public String tokenOfUnknownKey() {
		RSAKey other = newKey();
		return sign(header(JWSAlgorithm.RS256, other.getKeyID()), (claims) -> claims, rsa(other));
	}

	/** Tokens that must be refused, each by what is wrong with it. */
	public Map<String, String> badTokens() {
		Map<String, String> tokens = new LinkedHashMap<>();
		tokens.put("alg none", new PlainJWT(claims((claims) -> claims)).serialize());
		tokens.put("alg none with a signature", token().replaceFirst("^[^.]+", encode("{\"alg\":\"none\"}")));
		tokens.put("wrong audience", token((claims) -> claims.audience("another-service")));
		tokens.put("no audience", token((claims) -> claims.audience((String) null)));
		tokens.put("wrong issuer", token((claims) -> claims.issuer("https://evil.example")));
		tokens.put("no issuer", token((claims) -> claims.issuer(null)));
		tokens.put("expired", token((claims) -> claims.expirationTime(in(-3600))));
		tokens.put("lives too long", token((claims) -> claims.expirationTime(in(100_000))));
		tokens.put("no time of issue", token((claims) -> claims.issueTime(null)));
		tokens.put("issued in the future", token((claims) -> claims.issueTime(in(300))));
		tokens.put("never expires", token((claims) -> claims.expirationTime(null)));
		tokens.put("not yet valid", token((claims) -> claims.notBeforeTime(in(3600))));
		tokens.put("no tenant", token((claims) -> claims.claim("tenant", null)));
		tokens.put("tenant is a list", token((claims) -> claims.claim("tenant", List.of("acme"))));
		tokens.put("blank tenant", token((claims) -> claims.claim("tenant", " ")));
		tokens.put("no user", token((claims) -> claims.subject(null)));
		tokens.put("user with a NUL", token((claims) -> claims.subject("a\0b")));
		tokens.put("user with a lone surrogate", withRawUser("\\ud800"));
		tokens.put("tampered", tampered());
		tokens.put("unknown key", tokenOfUnknownKey());
		tokens.put("known key id, other key", forged());
		tokens.put("public key as HMAC secret", confused());
		tokens.put("another type",
				sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(this.key.getKeyID())
					.type(new JOSEObjectType("logout+jwt"))
					.build(), (claims) -> claims, rsa(this.key)));
		tokens.put("no JSON", encode("nonsense") + "." + encode("{}") + ".AAAA");
		return tokens;
	}

	private String tampered() {
		String[] parts = token().split("\\.", -1);
		String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
		return parts[0] + "." + encode(payload.replace("carol", "admin")) + "." + parts[2];
	}

	private String forged() {
		return sign(header(JWSAlgorithm.RS256, this.key.getKeyID()), (claims) -> claims, rsa(newKey()));
	}

	private String confused() {
		try {
			MACSigner signer = new MACSigner(this.key.toRSAPublicKey().getEncoded());
			return sign(header(JWSAlgorithm.HS256, this.key.getKeyID()), (claims) -> claims, signer);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String withRawUser(String escaped) {
		try {
			String head = encode(header(JWSAlgorithm.RS256, this.key.getKeyID()).toString());
			String body = encode(claims((claims) -> claims).toString().replace("carol", escaped));
			byte[] signed = (head + "." + body).getBytes(StandardCharsets.US_ASCII);
			return head + "." + body + "."
					+ rsa(this.key).sign(header(JWSAlgorithm.RS256, this.key.getKeyID()), signed);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
		return change
			.apply(new JWTClaimsSet.Builder().issuer(uri())
				.audience(List.of("another", "agent-service"))
				.subject("carol")
				.claim("tenant", "acme")
				.claim("scope", "openid agent email")
				.issueTime(in(0))
				.expirationTime(in(600)))
			.build();
	}

	private String sign(JWSHeader header, UnaryOperator<JWTClaimsSet.Builder> change, JWSSigner signer) {
		try {
			SignedJWT token = new SignedJWT(header, claims(change));
			token.sign(signer);
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void serve(String path, Supplier<String> json) {
		this.server.createContext(path, (exchange) -> {
			this.fetches.incrementAndGet();
			byte[] body = json.get().getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
	}

	private static JWSHeader header(JWSAlgorithm algorithm, String keyId) {
		return new JWSHeader.Builder(algorithm).keyID(keyId).type(JOSEObjectType.JWT).build();
	}

	private static JWSSigner rsa(RSAKey key) {
		try {
			return new RSASSASigner(key);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static RSAKey newKey() {
		try {
			return new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Date in(int seconds) {
		return Date.from(Instant.now().plusSeconds(seconds));
	}

	private static String encode(String text) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
