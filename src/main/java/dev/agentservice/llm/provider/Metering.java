package dev.agentservice.llm.provider;

import java.util.List;

import dev.agentservice.budget.price.Tokens;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.token.TokenCounter;
import dev.agentservice.llm.wire.GrowingAnswer;
import dev.agentservice.llm.wire.UsageClaim;
import dev.agentservice.llm.wire.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Determines the usage of a call. A provider's claim is accepted where it is plausible:
 * for this prompt, under this output cap, for the received text. Otherwise it counts as
 * missing, and the received text is counted here.
 */
public final class Metering {

	/** A prompt has at most as many tokens as bytes, but servers may add to it. */
	private static final long MAX_PROMPT_FACTOR = 8;

	/** Models keep caps only approximately. */
	private static final long CAP_SLACK = 64;

	/** On average no token is longer, in bytes, except for a few of blanks only. */
	private static final long LONGEST_TOKEN = 32;

	private static final long BLANKS = 2048;

	private final TokenCounter tokens;

	public Metering(TokenCounter tokens) {
		this.tokens = tokens;
	}

	/**
	 * The most bytes of text and tool calls that an answer within an output cap can have:
	 * 32 for each token of the cap and of the tenth and the few by which caps are missed,
	 * four to eight times what texts have in any language, and two kilobytes. Text beyond
	 * it is cut. Thoughts are left out, since some providers do not count them against
	 * the cap.
	 */
	public static long longest(int cap) {
		return withSlack(cap) * LONGEST_TOKEN + BLANKS;
	}

	private static long withSlack(long cap) {
		return cap + cap / 10 + CAP_SLACK;
	}

	/** The usage to show: as claimed, or estimated. */
	Usage usage(ModelCall call) {
		UsageClaim claim = call.answer().claim();
		if (isCredible(call)) {
			return new Usage(claim.input(), claim.cached(), claim.cacheWrite(), claim.output());
		}
		return new Usage(prompt(call), 0, 0, heard(call), true);
	}

	/**
	 * The estimated usage of a call, from the received part of its answer, and no more
	 * than it was allowed to: rather too high than too low.
	 */
	public Tokens estimated(ModelCall call) {
		UsageClaim claim = call.answer().claim();
		long cap = call.request().maxOutputTokens();
		long said = isWithinCap(call) ? claim.output() : 0;
		long output = mayBeUnheard(call) ? cap : Math.min(cap, Math.max(said, heard(call)));
		return isCrediblePrompt(call) ? new Tokens(claim.input(), claim.cached(), claim.cacheWrite(), output)
				: new Tokens(prompt(call), 0, 0, output);
	}

	/**
	 * The least usage of a call whose model has certainly exceeded its output cap.
	 * @return null if it may have kept to its cap
	 */
	public @Nullable Tokens beyondCap(ModelCall call) {
		long cap = call.request().maxOutputTokens();
		if (this.tokens.atLeast(call.request().model(), call.answer().heard()) <= withSlack(cap)) {
			return null;
		}
		Tokens capped = estimated(call);
		return new Tokens(capped.input(), capped.cachedInput(), capped.cacheWrite(), Math.max(cap, heard(call)));
	}

	private long prompt(ModelCall call) {
		ModelRequest request = call.request();
		return Math.min(call.promptBound(), this.tokens.billed(request.model(), request.messages(), request.tools()));
	}

	private long heard(ModelCall call) {
		return this.tokens.estimate(call.request().model(), call.answer().heard());
	}

	/**
	 * Whether all of the output cap may have been used, although less was received: its
	 * provider says so, or hidden thoughts are billed. A call that broke at once was too
	 * short for any.
	 */
	private boolean mayBeUnheard(ModelCall call) {
		GrowingAnswer answer = call.answer();
		if (answer.claim().output() > 0 || !call.exchange().mayBeAtWork()) {
			return false;
		}
		return answer.isCut() || answer.hidesThoughts()
				|| (!answer.hasThought() && this.tokens.models().mayThinkUnseen(call.request()));
	}

	/** Whether the provider's claim about a call is plausible. */
	public boolean isCredible(ModelCall call) {
		return call.answer().claim().isComplete() && isCrediblePrompt(call) && isCredibleOutput(call);
	}

	private static boolean isCrediblePrompt(ModelCall call) {
		UsageClaim claim = call.answer().claim();
		return isCrediblePrompt(claim.input(), call.promptBound(), call.promptBound())
				&& claim.cached() + claim.cacheWrite() <= claim.input();
	}

	/**
	 * Whether so many prompt tokens are plausible.
	 * @param bound an upper bound of what was sent
	 * @param most the same of all that was read in the end
	 */
	public static boolean isCrediblePrompt(long input, long bound, long most) {
		return input > 0 && input <= most * MAX_PROMPT_FACTOR && bound <= input * LONGEST_TOKEN + BLANKS;
	}

	/**
	 * Whether so many output tokens are plausible.
	 * @param bytes the received text
	 * @param cap the output cap
	 */
	public static boolean isCredibleOutput(long output, long bytes, long cap) {
		return (output > 0 || bytes == 0) && bytes <= output * LONGEST_TOKEN + BLANKS
				&& (output <= withSlack(cap) || output <= bytes + CAP_SLACK);
	}

	/** Not next to nothing for a text, nor more than the cap allows or the text needs. */
	private static boolean isCredibleOutput(ModelCall call) {
		GrowingAnswer answer = call.answer();
		long output = answer.claim().output();
		if (output == 0) {
			return !answer.hasBegun();
		}
		return isCredibleOutput(output, bytes(answer.heard()), call.request().maxOutputTokens());
	}

	private static boolean isWithinCap(ModelCall call) {
		return call.answer().claim().output() <= withSlack(call.request().maxOutputTokens());
	}

	private static long bytes(List<CharSequence> texts) {
		return texts.stream().mapToLong(Utf8::length).sum();
	}

}
