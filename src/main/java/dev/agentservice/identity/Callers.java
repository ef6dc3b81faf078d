package dev.agentservice.identity;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.agentservice.identity.refusal.AuthFailure;
import dev.agentservice.identity.refusal.RefusedTokenException;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls: an API key or a JWT, and the end user it may act for.
 */
public final class Callers {

	public static final String USER_HEADER = "X-User-Id";

	static final String EXPECTATION = "must be sent exactly once, because this key acts on behalf of users";

	private final List<Function<String, Optional<Credential>>> sources;

	private final UserTags tags;

	/**
	 * Looks for a token in each source until one knows it. No key is also a JWT, so the
	 * order only matters for speed.
	 */
	public Callers(List<Function<String, Optional<Credential>>> sources, UserTags tags) {
		this.sources = List.copyOf(sources);
		this.tags = tags;
	}

	/**
	 * Who calls.
	 * @param token the bearer token
	 * @param userHeaders all values of {@code X-User-Id}; none leaves it to the body to
	 * name the user, if the credential does not
	 * @throws ProblemException if the token is good for nobody, or not for that user
	 */
	public Bearer authenticate(String token, List<String> userHeaders) {
		Credential credential = this.sources.stream()
			.flatMap((source) -> source.apply(token).stream())
			.findFirst()
			.orElseThrow(
					() -> new RefusedTokenException(isJwt(token) ? AuthFailure.BAD_TOKEN : AuthFailure.UNKNOWN_KEY));
		return new Bearer(credential, user(credential, userHeaders), this.tags);
	}

	private static @Nullable String user(Credential credential, List<String> userHeaders) {
		String own = credential.user();
		if (userHeaders.isEmpty()) {
			return own;
		}
		if (own == null) {
			return onBehalfOf(userHeaders);
		}
		throw new ProblemException(ProblemCode.FORBIDDEN, "This credential may not act for other users; leave out "
				+ USER_HEADER + ", or use a key that acts on behalf of users.");
	}

	private static String onBehalfOf(List<String> userHeaders) {
		if (userHeaders.size() != 1) {
			throw new InvalidRequestException(USER_HEADER, EXPECTATION);
		}
		return PrincipalName.of(utf8(userHeaders.getFirst()))
			.orElseThrow(() -> new InvalidRequestException(USER_HEADER, "must be " + PrincipalName.EXPECTATION));
	}

	/**
	 * The service's keys have no dots; a sender of one is guessing, or has the wrong
	 * kind.
	 */
	private static boolean isJwt(String token) {
		return token.indexOf('.') >= 0;
	}

	/**
	 * The servlet API reads header bytes as Latin-1. Read as UTF-8 they give the same
	 * user the same name here and in a JWT.
	 */
	private static String utf8(String header) {
		try {
			ByteBuffer bytes = ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1));
			return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
		}
		catch (CharacterCodingException _) {
			throw new InvalidRequestException(USER_HEADER, "must be UTF-8");
		}
	}

}
