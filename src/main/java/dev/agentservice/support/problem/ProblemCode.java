package dev.agentservice.support.problem;

import java.util.Locale;

import org.springframework.http.HttpStatus;

/**
 * The closed list of problems a client can meet. The lower-case name is the {@code code}
 * member of the problem document (RFC 9457).
 */
public enum ProblemCode {

	/** The request is malformed; {@code errors} lists each bad field. */
	INVALID_REQUEST(HttpStatus.BAD_REQUEST),
	/** This deployment cannot do it; the detail says what to do instead. */
	NOT_SUPPORTED_HERE(HttpStatus.BAD_REQUEST),
	/** No credentials, or unknown or expired ones. */
	UNAUTHENTICATED(HttpStatus.UNAUTHORIZED),
	/** Known caller, but not allowed to do this. */
	FORBIDDEN(HttpStatus.FORBIDDEN),
	/** Does not exist, or belongs to somebody else. */
	NOT_FOUND(HttpStatus.NOT_FOUND),
	/** The path exists, the method on it does not. */
	METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED),
	/** None of the media types in {@code Accept} can be produced. */
	NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE),
	/** The body did not arrive in time. */
	REQUEST_TIMEOUT(HttpStatus.REQUEST_TIMEOUT),
	/** Another run holds the session's turn. */
	SESSION_BUSY(HttpStatus.CONFLICT),
	/** The run that this request names is still at work; {@code Location} is where. */
	RUN_IN_PROGRESS(HttpStatus.CONFLICT),
	/** The run was cancelled before it had an answer. */
	RUN_CANCELLED(HttpStatus.CONFLICT),
	/** Another request stores this document at the moment. */
	DOCUMENT_BUSY(HttpStatus.CONFLICT),
	/** The collection compares texts otherwise than is configured. */
	COLLECTION_BOUND(HttpStatus.CONFLICT),
	/** The collection holds as much as it may. */
	COLLECTION_FULL(HttpStatus.CONFLICT),
	/** The document has another version than {@code If-Match} says. */
	VERSION_MISMATCH(HttpStatus.PRECONDITION_FAILED),
	/** The body, the task or its tokens are over a limit. */
	INPUT_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
	/** The body's media type is not JSON. */
	UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
	/** A rule refused the text; {@code rule} names it. */
	INPUT_REJECTED(HttpStatus.UNPROCESSABLE_CONTENT),
	/** The model used up its completion tokens before it wrote a word of an answer. */
	OUTPUT_CAP_REACHED(HttpStatus.UNPROCESSABLE_CONTENT),
	/** The same {@code Idempotency-Key} came with another request before. */
	IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT),
	/** More than a rate limit allows; {@code limit} names which. */
	RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS),
	/** The remainder of a budget cannot pay; the problem carries the ledger. */
	BUDGET_EXCEEDED(HttpStatus.TOO_MANY_REQUESTS),
	/** As much is stored of a user or tenant as may be; {@code scope} names whose. */
	STORAGE_EXCEEDED(HttpStatus.TOO_MANY_REQUESTS),
	/** As many runs of a user or tenant wait as may; {@code scope} names whose. */
	QUEUE_FULL(HttpStatus.TOO_MANY_REQUESTS),
	/** The user's data are being erased. */
	ERASURE_IN_PROGRESS(HttpStatus.CONFLICT),
	/**
	 * The user's data were erased after the request had come, or while the run worked.
	 */
	ERASED(HttpStatus.GONE),
	/**
	 * Redis was restored from an older backup: what was erased since is erased again
	 * first.
	 */
	RESTORING(HttpStatus.SERVICE_UNAVAILABLE),
	/** The run's time to live passed while it waited. */
	RUN_EXPIRED(HttpStatus.GONE),
	/** The run lost its owner too often without a new step. */
	POISONED(HttpStatus.INTERNAL_SERVER_ERROR),
	/** An operator has switched the agent off. */
	AGENT_DISABLED(HttpStatus.SERVICE_UNAVAILABLE),
	/** The replica has no place for another run, or is stopping. */
	OVERLOADED(HttpStatus.SERVICE_UNAVAILABLE),
	/** Every model of the agent failed. */
	MODELS_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
	/**
	 * Every model of the agent was refused for a reason that does not pass by itself,
	 * such as a key or a quota; {@code reason} names it. An operator has to act.
	 */
	MODELS_REFUSED(HttpStatus.BAD_GATEWAY),
	/** The issuer's keys cannot be fetched, so no JWT can be checked. */
	IDENTITY_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
	/** Redis is unavailable: nothing can be charged, so nothing is started. */
	BUDGET_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
	/** What the agent has to know of documents cannot be looked up right now. */
	KNOWLEDGE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
	/** A guard failed: nothing unguarded goes in or out. */
	GUARD_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
	/** The replica that worked on the run is gone, or lost it. */
	OWNER_LOST(HttpStatus.SERVICE_UNAVAILABLE),
	/** What the run had finished is not stored any more, so it cannot go on. */
	JOURNAL_LOST(HttpStatus.INTERNAL_SERVER_ERROR),
	/** The run did not finish within its time limit. */
	DEADLINE_EXCEEDED(HttpStatus.GATEWAY_TIMEOUT),
	/** Our fault; the cause is in the log, never in the answer. */
	INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR);

	/** The detail of every {@link #INTERNAL_ERROR}. */
	public static final String INTERNAL_ERROR_DETAIL = "I encountered an error. Please try again.";

	private final HttpStatus status;

	ProblemCode(HttpStatus status) {
		this.status = status;
	}

	/** The HTTP status this problem is answered with. */
	public HttpStatus status() {
		return this.status;
	}

	/**
	 * Whether it is a failure, ours or a provider's, and not what a limit, a rule or an
	 * operator decided.
	 */
	public boolean isFailure() {
		return this.status.is5xxServerError() && this != AGENT_DISABLED;
	}

	/** The value of the {@code code} member, for example {@code session_busy}. */
	public String code() {
		return name().toLowerCase(Locale.ROOT);
	}

}
