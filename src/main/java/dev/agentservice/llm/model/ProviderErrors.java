package dev.agentservice.llm.model;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.refusal.ProviderRefusal;
import org.jspecify.annotations.Nullable;

/**
 * Classifies a provider's error: by its code or type if that is known, else by the
 * status, and where one status has several meanings by the message, too. A wrong key
 * stays one, whatever the message.
 *
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">OpenAI's errors</a>
 * @see <a href="https://docs.anthropic.com/en/api/errors">Anthropic's errors</a>
 */
public final class ProviderErrors {

	/**
	 * Codes and types with one meaning for every status. Those of transient failures and
	 * of requests in general are not here: some servers send them with any status.
	 */
	private static final Map<String, Kind> BY_NAME = Map.ofEntries(Map.entry("contentfilter", Kind.CONTENT_FILTERED),
			Map.entry("contentpolicyviolation", Kind.CONTENT_FILTERED),
			Map.entry("responsibleaipolicyviolation", Kind.CONTENT_FILTERED),
			Map.entry("flaggedinput", Kind.CONTENT_FILTERED), Map.entry("invalidprompt", Kind.CONTENT_FILTERED),
			Map.entry("datainspectionfailed", Kind.CONTENT_FILTERED),
			Map.entry("contextlengthexceeded", Kind.CONTEXT_TOO_LONG),
			Map.entry("exceedcontextsizeerror", Kind.CONTEXT_TOO_LONG),
			Map.entry("modelcontextwindowexceeded", Kind.CONTEXT_TOO_LONG),
			Map.entry("stringabovemaxlength", Kind.CONTEXT_TOO_LONG),
			Map.entry("requesttoolarge", Kind.CONTEXT_TOO_LONG), Map.entry("insufficientquota", Kind.QUOTA_EXHAUSTED),
			Map.entry("exceededcurrentquotaerror", Kind.QUOTA_EXHAUSTED),
			Map.entry("insufficientbalance", Kind.QUOTA_EXHAUSTED),
			Map.entry("billinghardlimitreached", Kind.QUOTA_EXHAUSTED),
			Map.entry("billingnotactive", Kind.QUOTA_EXHAUSTED), Map.entry("billingerror", Kind.QUOTA_EXHAUSTED),
			Map.entry("invalidapikey", Kind.UNAUTHORIZED), Map.entry("apikeyinvalid", Kind.UNAUTHORIZED),
			Map.entry("authenticationerror", Kind.UNAUTHORIZED), Map.entry("unauthenticated", Kind.UNAUTHORIZED),
			Map.entry("invalidauthenticationerror", Kind.UNAUTHORIZED),
			Map.entry("incorrectapikeyerror", Kind.UNAUTHORIZED), Map.entry("accountdeactivated", Kind.UNAUTHORIZED),
			Map.entry("permissionerror", Kind.UNAUTHORIZED), Map.entry("permissiondenied", Kind.UNAUTHORIZED),
			Map.entry("permissiondeniederror", Kind.UNAUTHORIZED),
			Map.entry("accessdeniedexception", Kind.UNAUTHORIZED),
			Map.entry("unrecognizedclientexception", Kind.UNAUTHORIZED),
			Map.entry("expiredtokenexception", Kind.UNAUTHORIZED), Map.entry("modelnotfound", Kind.UNKNOWN_MODEL),
			Map.entry("deploymentnotfound", Kind.UNKNOWN_MODEL), Map.entry("invalidmodel", Kind.UNKNOWN_MODEL),
			Map.entry("modelnotavailable", Kind.UNKNOWN_MODEL));

	/** Messages for a prompt that does not fit, of servers that have no code for it. */
	private static final Pattern TOO_LONG = Pattern.compile("(prompt|input|message|request)s? (is|are) too (long|large)"
			+ "|maximum (context|prompt|model) length|context[ _]length[ _]exceeded"
			+ "|(exceed|larger|greater|longer)\\w*( than)? (the )?(\\w+'?s? ){0,2}(context|token) ?(limit|window|length|size)"
			+ "|context (limit|window|length|size) (has been |was )?exceed|context window exceeds"
			+ "|too large for model with \\d+ maximum"
			+ "|(input )?token count.{0,40} exceeds? the (maximum|limit)|exceeds? the maximum number of tokens"
			+ "|exceeded model token limit|inputs?` tokens \\+ `?max_new_tokens|inputs?` must have less than"
			+ "|reduce the length of the (messages|prompt|input)|too many (input |prompt )?tokens"
			+ "|range of input length should be|input length .{0,40}exceeds");

	/** A single request over the limit of a minute: waiting does not help. */
	private static final Pattern LARGER_THAN_A_MINUTE = Pattern.compile("request too large");

	private static final Pattern QUOTA = Pattern
		.compile("credit balance is too low|insufficient (balance|credits|funds|quota)|used all available credits"
				+ "|monthly spending limit|reached your specified api usage limits|billing hard limit");

	private static final Pattern FILTERED = Pattern.compile("content filtering policy|content management policy"
			+ "|content (was )?blocked by|violates? (our |the )?usage (guidelines|policy|policies)"
			+ "|flagged as potentially violating|considered high risk|data may contain inappropriate content"
			+ "|content exists risk|your input was flagged|responsible ai practices");

	private static final Pattern KEY = Pattern.compile("(incorrect|invalid|no|missing) api[ _-]?key|api[ _-]?key (is )?"
			+ "(not valid|invalid|missing|expired)|api key not found");

	private static final Pattern MODEL = Pattern
		.compile("model(s/| )?\\S* (does )?not (exist|found)|is not a valid model id|model not exist|no such model"
				+ "|model identifier is invalid");

	private ProviderErrors() {
	}

	public static Kind kind(ProviderRefusal refusal) {
		Kind named = named(refusal);
		return (named != null) ? named : byStatus(refusal.status(), refusal.message().toLowerCase(Locale.ROOT));
	}

	private static @Nullable Kind named(ProviderRefusal refusal) {
		Kind code = BY_NAME.get(ProviderRefusal.plain(refusal.code()));
		return (code != null) ? code : BY_NAME.get(ProviderRefusal.plain(refusal.type()));
	}

	private static Kind byStatus(int status, String message) {
		return switch (status) {
			case 400, 409, 422 -> requestKind(message);
			case 401 -> Kind.UNAUTHORIZED;
			case 402 -> Kind.QUOTA_EXHAUSTED;
			case 403 -> forbiddenKind(message);
			case 404 -> Kind.UNKNOWN_MODEL;
			// A proxy refuses the service's credentials.
			case 407 -> Kind.UNAUTHORIZED;
			case 408 -> Kind.TIMEOUT;
			case 413 -> Kind.CONTEXT_TOO_LONG;
			case 425 -> Kind.UNAVAILABLE;
			case 429 -> rateKind(message);
			default -> otherKind(status, message);
		};
	}

	private static Kind requestKind(String message) {
		if (KEY.matcher(message).find()) {
			return Kind.UNAUTHORIZED;
		}
		if (QUOTA.matcher(message).find()) {
			return Kind.QUOTA_EXHAUSTED;
		}
		if (TOO_LONG.matcher(message).find()) {
			return Kind.CONTEXT_TOO_LONG;
		}
		if (FILTERED.matcher(message).find()) {
			return Kind.CONTENT_FILTERED;
		}
		return MODEL.matcher(message).find() ? Kind.UNKNOWN_MODEL : Kind.REJECTED;
	}

	private static Kind forbiddenKind(String message) {
		if (QUOTA.matcher(message).find()) {
			return Kind.QUOTA_EXHAUSTED;
		}
		return FILTERED.matcher(message).find() ? Kind.CONTENT_FILTERED : Kind.UNAUTHORIZED;
	}

	private static Kind rateKind(String message) {
		if (QUOTA.matcher(message).find()) {
			return Kind.QUOTA_EXHAUSTED;
		}
		return LARGER_THAN_A_MINUTE.matcher(message).find() ? Kind.CONTEXT_TOO_LONG : Kind.RATE_LIMITED;
	}

	private static Kind otherKind(int status, String message) {
		if (status >= 500) {
			return TOO_LONG.matcher(message).find() ? Kind.CONTEXT_TOO_LONG : Kind.UNAVAILABLE;
		}
		return (status < 400) ? Kind.MALFORMED : Kind.REJECTED;
	}

}
