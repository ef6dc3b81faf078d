package dev.agentservice.support;

import java.util.Map;

/**
 * What answers tell browsers. The service is no web page, so that almost nothing is
 * allowed: whatever a model or a user wrote is never run, framed or kept.
 *
 * @see <a href="https://owasp.org/www-project-secure-headers/">OWASP Secure Headers</a>
 */
public final class SecurityHeaders {

	/** The header of both policies. */
	public static final String POLICY = "Content-Security-Policy";

	/** For everything but the pages of the documentation. */
	public static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

	/**
	 * For Swagger UI: its own scripts and fetches, its styles, which it writes into
	 * elements, and its icons, which it has as data.
	 */
	public static final String OWN_PAGE = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
			+ "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	/** For answers that Spring Security does not get to see. */
	public static final Map<String, String> OUTSIDE_OF_SPRING = Map.of(POLICY, NOTHING, "X-Content-Type-Options",
			"nosniff", "X-Frame-Options", "DENY", "Cache-Control", "no-store", "Referrer-Policy", "no-referrer");

	private SecurityHeaders() {
	}

}
