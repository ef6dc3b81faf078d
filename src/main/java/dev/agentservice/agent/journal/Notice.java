package dev.agentservice.agent.journal;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.agentservice.guard.redact.finding.FindingType;

import org.springframework.modulith.NamedInterface;

/**
 * Something the client should know about an answer that succeeded all the same.
 */
@NamedInterface("journal")
public enum Notice {

	/** The oldest turns of the session did not fit the model's window. */
	HISTORY_TRIMMED,
	/** The answer reached the output cap and is cut. */
	ANSWER_TRUNCATED,
	/** The agent's step limit ended the planning. */
	STEP_LIMIT_REACHED,
	/** A fallback model stood in for the chosen one. */
	FALLBACK_MODEL,
	/** The provider that was to run the loop failed, and this service's own took over. */
	RUNTIME_FALLBACK,
	/** The answer broke off on its way, and a model was asked to go on after it. */
	CONTINUED,
	/** A fallback tool stood in for one that failed. */
	TOOL_FALLBACK,
	/** A tool with side effects may have taken effect, which nobody knows. */
	TOOL_IN_DOUBT,
	/** A tool was not called: its result of an earlier call was used. */
	CACHED_RESULT,
	/** Some of what the agent has to know could not be looked up. */
	KNOWLEDGE_DEGRADED,
	/** Nothing of what the agent has to know could be looked up. */
	KNOWLEDGE_UNAVAILABLE,
	/** The answer cited what the run had not shown its model: that was taken out. */
	CITATION_REMOVED,
	/**
	 * The task looks like an attempt to take over the agent, but not enough to refuse it.
	 */
	SUSPICIOUS,
	/** A tool was not called, because the wish for it may not be the user's. */
	SIDE_EFFECT_REFUSED,
	/** A password, key or token was taken out of the answer. */
	REDACTED_CREDENTIAL,
	/** E-mail addresses were taken out of the answer. */
	REDACTED_EMAIL,
	/** Bank account numbers were taken out of the answer. */
	REDACTED_IBAN,
	/** Payment card numbers were taken out of the answer. */
	REDACTED_PAYMENT_CARD,
	/** Numbers that a state gives to a person were taken out of the answer. */
	REDACTED_NATIONAL_ID,
	/** IP addresses were taken out of the answer. */
	REDACTED_IP_ADDRESS,
	/** Telephone numbers were taken out of the answer. */
	REDACTED_PHONE,
	/** Names of persons were taken out of the answer. */
	REDACTED_PERSON,
	/** Images that would be fetched from a foreign host were taken out of the answer. */
	REDACTED_IMAGE,
	/** Links that carry data to a foreign host were taken out of the answer. */
	REDACTED_LINK,
	/** Passages of the agent's instructions were taken out of the answer. */
	REDACTED_PROMPT_LEAK,
	/** Something too long to be judged was taken out of the answer. */
	REDACTED_OVERLONG,
	/** Characters that no reader sees were taken out of the answer. */
	REDACTED_INVISIBLE;

	/** What was taken out of an answer. */
	public static Notice redacted(FindingType type) {
		return valueOf("REDACTED_" + type.name());
	}

	/** The name in the HTTP contract, for example {@code history_trimmed}. */
	@JsonValue
	public String code() {
		return name().toLowerCase(Locale.ROOT);
	}

}
