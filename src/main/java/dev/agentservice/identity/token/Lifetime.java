package dev.agentservice.identity.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.JWTClaimsSetVerifier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a token says when it was issued and when it expires, and both are near enough.
 * It looks at the claims as they came: Spring makes an {@code iat} up where there is
 * none.
 *
 * @param longest the longest time from {@code iat} to {@code exp}
 * @param clockSkew how far the issuer's clock may be off
 */
record Lifetime(Duration longest, Duration clockSkew) implements JWTClaimsSetVerifier<SecurityContext> {

	@Override
	public void verify(JWTClaimsSet claims, @Nullable SecurityContext context) throws BadJWTException {
		Date issued = claims.getIssueTime();
		Date expires = claims.getExpirationTime();
		if (issued == null || expires == null) {
			throw new BadJWTException("The token does not say when it was issued and when it expires");
		}
		if (issued.toInstant().isAfter(Instant.now().plus(this.clockSkew))) {
			throw new BadJWTException("The token was issued in the future");
		}
		if (Duration.between(issued.toInstant(), expires.toInstant()).compareTo(this.longest) > 0) {
			throw new BadJWTException("The token lives too long");
		}
	}

}
